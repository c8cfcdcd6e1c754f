"""Addresses below a case study that are no pages of the CMS."""

from django.urls import path

from casestudies import views

urlpatterns = [
    path("case-studies/<str:slug>/cite.bib", views.cite, {"kind": "bib"}, name="cite_bibtex"),
    path("case-studies/<str:slug>/cite.ris", views.cite, {"kind": "ris"}, name="cite_ris"),
]
