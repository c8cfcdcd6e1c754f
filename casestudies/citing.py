"""How a case study is cited: in words, and for programs that keep literature."""

import datetime
import re
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from casestudies.models import CaseStudyPage
from core.models import SiteDetails
from core.text import without_control_characters

# What BibTeX would take as an order. Braces too: an escaped one still counts when it looks for the end of a field.
TEX = {
    "\\": r"\textbackslash{}",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{mark: f"\\{mark}" for mark in "&%$#_"},
}


@dataclass(frozen=True)
class Citation:
    key: str
    authors: tuple[str, ...]
    title: str
    site: str
    published: datetime.date | None
    url: str
    accessed: datetime.date

    @property
    def year(self) -> str:
        return str(self.published.year) if self.published else ""

    @property
    def plain(self) -> str:
        """One line for a list of literature."""
        return _("%(who)s (%(year)s). %(title)s. %(site)s. %(url)s (accessed %(day)s).") % {
            "who": _join(self.authors),
            "year": self.year or _("no date"),
            "title": self.title.rstrip("."),
            "site": self.site,
            "url": self.url,
            "day": date_format(self.accessed, "j F Y"),
        }

    @property
    def bibtex(self) -> str:
        """An entry of a BibTeX file."""
        # Each author in braces of their own: a team has no first name.
        fields = {
            "author": " and ".join(f"{{{_tex(author)}}}" for author in self.authors),
            "title": f"{{{_tex(self.title)}}}",
            "howpublished": _tex(self.site),
            "year": self.year,
            "url": self.url,
            "urldate": self.accessed.isoformat(),
        }
        lines = [f"  {name} = {{{value}}}" for name, value in fields.items() if value]
        return "@misc{" + ",\n".join([self.key, *lines]) + "\n}\n"

    @property
    def ris(self) -> str:
        """A record of an RIS file, with the line ends that its readers expect."""
        tags = [
            ("TY", "ELEC"),
            *(("AU", author) for author in self.authors),
            ("TI", self.title),
            ("T2", self.site),
            ("PY", self.year),
            ("DA", self.published.strftime("%Y/%m/%d") if self.published else ""),
            ("UR", self.url),
            ("Y2", self.accessed.strftime("%Y/%m/%d")),
        ]
        return "\r\n".join([*(f"{tag}  - {value}" for tag, value in tags if value), "ER  - ", ""])


def citation_of(page: CaseStudyPage, request: HttpRequest) -> Citation:
    """Return how to cite a case study today. The authors are the names that its page shows, else the site."""
    site = _line(SiteDetails.for_request(request).name)
    published = timezone.localdate(page.first_published_at) if page.first_published_at else None
    words = re.sub(r"[^a-z0-9]+", "-", page.slug.lower()).strip("-") or "case-study"
    return Citation(
        key=f"{words[:60]}-{published.year}" if published else words[:60],
        authors=tuple(name for author in page.authors if (name := _line(author.name))) or (site,),
        title=_line(page.title),
        site=site,
        published=published,
        url=page.get_full_url(request) or "",
        accessed=timezone.localdate(),
    )


def _line(text: str) -> str:
    return " ".join(without_control_characters(text).split())


def _tex(text: str) -> str:
    return "".join(TEX.get(mark, mark) for mark in text)


def _join(names: tuple[str, ...]) -> str:
    if len(names) == 1:
        return names[0]
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}
