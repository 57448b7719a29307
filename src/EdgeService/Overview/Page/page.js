// Keeps the page up to date. Every figure says by its path where it stands among the figures that come; where others are there than the page has, its
// main part is read anew. Nothing is ever made of text but text.
"use strict";

const live = document.getElementById("live");

const say = (mood, text) => {
  if (live.textContent === text) return;
  live.dataset.mood = mood;
  live.textContent = text;
};

const at = (figures, path) => path.split(".").reduce((value, name) => value?.[name], figures);

const show = (figures) => {
  for (const element of document.querySelectorAll("[data-figure]")) {
    const text = at(figures, element.dataset.figure);
    if (text !== undefined && element.textContent !== text) element.textContent = text;
  }
  for (const element of document.querySelectorAll("[data-bind]")) {
    for (const pair of element.dataset.bind.split(" ")) {
      const [name, path] = pair.split("=");
      const value = at(figures, path);
      if (value !== undefined && element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
    }
  }
};

/** The page as it is now, parsed by the browser itself: its main part takes the place of the one that is here. */
const renew = () => {
  const request = new XMLHttpRequest();
  request.open("GET", location.pathname);
  request.responseType = "document";
  request.addEventListener("load", () => {
    const main = request.status === 200 && request.response?.querySelector("main");
    if (main) document.querySelector("main").replaceWith(document.adoptNode(main));
  });
  request.send();
};

const source = new EventSource("/operator/figures");
source.addEventListener("figures", (event) => {
  const figures = JSON.parse(event.data);
  if (document.querySelector("main").dataset.shape !== figures.shape) renew();
  show(figures);
  say("good", "Live");
});
source.addEventListener("error", () => {
  if (source.readyState === EventSource.CLOSED) say("bad", "Not live any more: the edge does not send figures to this browser. Load the page again.");
  else say("warn", "Connection lost. The figures stay as they were; it is tried again.");
});
