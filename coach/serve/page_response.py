"""A page of the server -> the answer that holds it, with its policy."""

from starlette.responses import HTMLResponse

from coach.serve.web_pages import WebPage


def respond_with_page(page: WebPage, status: int = 200) -> HTMLResponse:
    """Return the answer with a page, which no browser keeps."""
    headers = {"content-security-policy": page.policy, "cache-control": "no-store"}
    return HTMLResponse(page.text, status, headers)
