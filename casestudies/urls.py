"""Addresses below the shelf that are no pages of the CMS."""

from django.urls import path

from casestudies import views

urlpatterns = [
    path("case-studies/collections/<slug:slug>/", views.collection, name="collection"),
    path("case-studies/authors/<slug:slug>/", views.author, name="author"),
    path("case-studies/<str:slug>/cite.bib", views.cite, {"kind": "bib"}, name="cite_bibtex"),
    path("case-studies/<str:slug>/cite.ris", views.cite, {"kind": "ris"}, name="cite_ris"),
]
