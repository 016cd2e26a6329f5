"use strict";
const bar = document.querySelector("progress"), text = document.getElementById("text");
const source = new EventSource(bar.dataset.source);
source.onmessage = (message) => {
  const now = JSON.parse(message.data);
  if (now.over) {
    source.close();
    location.reload();
    return;
  }
  if (text.textContent !== now.text) text.textContent = now.text;
  if (now.percent === null) bar.removeAttribute("value");
  else bar.value = now.percent;
};
