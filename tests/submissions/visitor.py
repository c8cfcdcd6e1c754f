"""Somebody with a browser that knows no scripts: fills in the forms of a running site, follows redirects, reads mail."""

import email
import email.policy
import re
import time
from pathlib import Path

import requests
from bs4 import BeautifulSoup

SECONDS_FOR_MAIL = 30
MOST_RETRIES = 30


class Visitor:
    """One person at one device.

    Attributes:
        answers: status of every answer, in order, redirects included.
    """

    def __init__(self, site: str):
        self.site, self.session, self.answers = site, requests.Session(), []
        self.session.hooks["response"].append(lambda response, **kwargs: self.answers.append(response.status_code))
        self.url, self.soup = "", BeautifulSoup("", "html.parser")
        self.dropped = 0  # connections that broke, after which the same was asked again

    def get(self, path: str) -> "Visitor":
        return self._took(self._ask("GET", self._absolute(path)))

    def press(self, button: str, values: dict | None = None, files: list | None = None) -> "Visitor":
        """Fill in the form that has this button and press it. Other fields keep what the page gave them."""
        return self._took(self.request(button, values, files))

    def request(self, button: str, values: dict | None = None, files: list | None = None) -> requests.Response:
        """Do the same without looking at the answer: what is sent twice, or by several at a time."""
        pressed = self._button(button)
        form = pressed.find_parent("form")
        fields = self._fields(form)
        if pressed.get("name"):
            fields[pressed["name"]] = [pressed.get("value", "")]
        for name, value in (values or {}).items():
            fields[name] = value if isinstance(value, list) else [value]
        address = self._absolute(pressed.get("formaction") or form.get("action") or self.url)
        data = [(name, value) for name, held in fields.items() for value in held]
        return self._ask("POST", address, data=data, files=files)

    def _ask(self, method: str, address: str, **sent) -> requests.Response:
        """Ask, and ask the same again when the connection breaks, as somebody on a train does."""
        for patience in range(MOST_RETRIES):
            try:
                return self.session.request(method, address, timeout=120, **sent)
            except (requests.ConnectionError, requests.exceptions.ChunkedEncodingError):
                self.dropped += 1
                time.sleep(0.1 * patience)
        raise AssertionError(f"No answer from {address} after {MOST_RETRIES} tries")

    def follow(self, text: str) -> "Visitor":
        """Follow the link with this text."""
        link = next(link for link in self.soup.find_all("a") if text in link.get_text(" ", strip=True))
        return self.get(link["href"])

    @property
    def heading(self) -> str:
        return self.soup.h1.get_text(" ", strip=True) if self.soup.h1 else ""

    @property
    def errors(self) -> list[str]:
        """The links of the error summary."""
        return [link.get_text(" ", strip=True) for link in self.soup.select("[role=alert] a, .error-summary a")]

    def _absolute(self, path: str) -> str:
        return requests.compat.urljoin(self.url or self.site, path)

    def _took(self, response: requests.Response) -> "Visitor":
        self.url, self.soup = response.url, BeautifulSoup(response.content, "html.parser")
        return self

    def _button(self, text: str):
        for button in self.soup.select("main button"):
            if text in button.get_text(" ", strip=True):
                return button
        raise AssertionError(f"No button “{text}” on “{self.heading}” at {self.url}: {self.errors}")

    @staticmethod
    def _fields(form) -> dict[str, list[str]]:
        fields: dict[str, list[str]] = {}
        for field in form.select("input[name], textarea[name], select[name]"):
            kind = field.get("type", "")
            if kind in {"submit", "button", "file"} or (
                kind in {"checkbox", "radio"} and not field.has_attr("checked")
            ):
                continue
            if field.name == "select":
                chosen = [option.get("value", "") for option in field.select("option[selected]")]
                fields.setdefault(field["name"], []).extend(chosen)
            else:
                text = field.get_text().removeprefix("\n") if field.name == "textarea" else field.get("value", "")
                fields.setdefault(field["name"], []).append(text if kind != "checkbox" else field.get("value", "on"))
        return fields


def mails_to(folder: Path, to: str) -> list[email.message.EmailMessage]:
    """Return the mails to an address, newest first."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime, reverse=True)
    mails = (email.message_from_bytes(file.read_bytes(), policy=email.policy.default) for file in files)
    return [mail for mail in mails if to in (mail["To"] or "")]


def link_in_mail(folder: Path, to: str, kind: str) -> str:
    """Wait for the newest mail to an address that holds a link of this kind ("confirm", "return") and return its path."""
    deadline = time.monotonic() + SECONDS_FOR_MAIL
    while time.monotonic() < deadline:
        for mail in mails_to(folder, to):
            if found := re.search(rf"/submit/{kind}/\S+/", mail.get_body(("plain",)).get_content()):
                return found[0]
        time.sleep(0.2)
    raise AssertionError(f"No mail with a {kind} link for {to} in {folder}")
