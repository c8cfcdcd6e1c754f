"""Addresses that are no pages of the CMS: suggestions, entries side by side, and the places."""

from django.urls import path

from connectors import compare_views, views

urlpatterns = [
    path("directory/suggest.json", views.suggest, name="suggest"),
    path("connectors/compare/", compare_views.compare, name="compare"),
    path("places/", views.place_index, name="places"),
    path("places/<slug:slug>/", views.place_detail, name="place"),
]
