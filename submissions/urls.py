"""Addresses of the journey. None holds a secret but those that are mailed, and these redirect to one without."""

from django.urls import path, re_path, register_converter

from submissions.views import start, steps


class ReferenceConverter:
    """A reference, in capitals or not. No other word below /submit/ looks like one."""

    regex = "[0-9A-Za-z]{4}-[0-9A-Za-z]{4}"

    @staticmethod
    def to_python(value: str) -> str:
        return value

    @staticmethod
    def to_url(value: str) -> str:
        return value


register_converter(ReferenceConverter, "reference")

# Fixed words stand before references, and the pages of a submission that have a view of their own before the others.
urlpatterns = [
    path("submit/", start.start, name="submit"),
    path("submit/questions/", start.questions, name="submit_questions"),
    re_path("^submit/new/(?P<journey>initiative|connector)/$", steps.new, name="submit_new"),
    path("submit/<reference:reference>/<slug:slug>/", steps.step, name="submit_step"),
]
