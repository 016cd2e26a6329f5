"""Who may ask: other pages in the same browser, others on the network, and who has the token."""

import socket

import pytest

from coach.serve.access_guard import Access
from tests.serve.serving_here import TOKEN


@pytest.mark.parametrize(
    "host",
    [
        "evil.example",
        "evil.example:8000",
        "",
        "127.0.0.1.evil.example",
        "192.168.1.5",
        "a@127.0.0.1",
        "[::1",
    ],
)
def test_a_name_that_points_here_is_refused(served, host):
    answer = served.get("/", host=host)
    assert answer.status == 421 or (not host and answer.status == 400)
    assert b"Box" not in answer.body


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "127.9.9.9", "[::1]"])
def test_this_machine_may_ask_by_any_of_its_names(served, host):
    assert served.get("/", host=f"{host}:{served.port}").status == 200


def test_two_hosts_are_none(served):
    with socket.create_connection(("127.0.0.1", served.port), 10) as one:
        one.sendall(b"GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\n\r\n")
        assert one.recv(100).split()[1] in (b"400", b"421")


def test_two_origins_are_none(served):
    # The second is what a form of this server would have.
    head = f"POST /make HTTP/1.1\r\nHost: {served.host}\r\nContent-Length: 0\r\n"
    origins = f"Origin: http://evil.example\r\nOrigin: http://{served.host}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", served.port), 10) as one:
        one.sendall((head + origins).encode())
        assert one.recv(100).split()[1] == b"403"


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "", "https://127.0.0.1"])
def test_a_form_of_another_page_is_refused(served, origin):
    fields = {"routine": "box-breathing", "minutes": 3}
    for path in ("/make", "/done"):
        assert served.post(path, fields, origin=origin).status == 403
    assert not served.serving.kept.list_sessions()


def test_a_form_without_an_origin_is_refused(served):
    assert served.ask("POST", "/make", "routine=box-breathing").status == 403


def test_every_answer_says_what_a_browser_may_do_with_it(served):
    for path in ("/", "/make/box-breathing", "/nothing", "/feed.xml", "/cover", "/s/x.mp3"):
        headers = served.get(path).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["x-frame-options"] == "DENY"
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy
        assert "unsafe" not in policy
        assert "server" not in headers


def test_without_the_token_nothing_is_told(shared):
    for path in ("/", "/make/box-breathing", "/feed.xml", "/cover", "/s/x.mp3", "/t/", "/nothing"):
        answer = shared.get(path)
        assert answer.status == 401
        assert b"Box" not in answer.body
        assert TOKEN.encode() not in answer.body
    assert shared.post("/make", {"routine": "box-breathing"}).status == 401


@pytest.mark.parametrize("token", ["", "wrong", TOKEN[:-1], TOKEN + "0", TOKEN.upper(), "\xff"])
def test_a_wrong_token_opens_nothing(shared, token):
    from urllib.parse import quote

    answer = shared.get(f"/?k={quote(token)}")
    assert answer.status == 401
    assert "set-cookie" not in answer.headers
    assert shared.get(f"/t/{quote(token)}/feed.xml").status == 401
    assert shared.get("/", cookie=f"coach_test={quote(token)}").status == 401


def test_two_tokens_open_nothing(shared):
    assert shared.get(f"/?k={TOKEN}&k={TOKEN}").status == 401


def test_the_token_is_swapped_for_a_cookie_and_leaves_the_address(shared):
    answer = shared.get(f"/make/box-breathing?k={TOKEN}&x=1")
    assert answer.status == 200
    assert 'content="0;url=/make/box-breathing?x=1"' in answer.text
    assert TOKEN not in answer.text
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=strict" in cookie
    assert TOKEN not in cookie
    kept = cookie.split(";")[0]
    assert "Box" in shared.get("/", cookie=kept).text
    # Scanned once more, by somebody who is in already.
    assert "0;url=/" in shared.get(f"/?k={TOKEN}", cookie=kept).text


def test_a_token_leads_to_no_other_site(shared):
    for path in ("//evil.example/", "/%5Cevil.example", "///evil.example"):
        text = shared.get(f"{path}?k={TOKEN}").text
        assert "url=//" not in text
        assert "url=/\\" not in text


def test_the_cookie_is_worth_nothing_as_a_form_of_another_page(shared):
    kept = shared.get(f"/?k={TOKEN}").headers["set-cookie"].split(";")[0]
    fields = {"routine": "box-breathing", "minutes": 3}
    assert shared.post("/make", fields, cookie=kept, origin="http://evil.example").status == 403


def test_only_the_feed_and_sounds_are_at_the_address_with_the_token(shared):
    assert shared.get(f"/t/{TOKEN}/feed.xml").status == 200
    assert shared.get(f"/t/{TOKEN}/cover").body.startswith(b"\x89PNG")
    for path in ("make/box-breathing", "s/abc/", "s/abc/done", "progress"):
        assert shared.get(f"/t/{TOKEN}/{path}").status == 401
    assert shared.post(f"/t/{TOKEN}/make", {"routine": "box-breathing"}).status == 401
    # The feed names it as its home, where somebody taps it.
    assert "set-cookie" in shared.get(f"/t/{TOKEN}/").headers


@pytest.mark.parametrize(
    ("peer", "alone", "shared"),
    [
        ("127.0.0.1", True, True),
        ("::1", True, True),
        ("::ffff:127.0.0.1", True, True),
        ("192.168.1.9", False, True),
        ("fd00::9", False, True),
        ("fe80::9%eth0", False, True),
        ("8.8.8.8", False, False),
        ("2a00:1450::8", False, False),
        ("", False, False),
    ],
)
def test_who_is_not_on_the_network_is_no_peer(peer, alone, shared):
    assert Access().is_own_peer(peer) is alone
    assert Access(TOKEN).is_own_peer(peer) is shared
