"""Addresses that are no pages of the CMS: suggestions, and entries side by side."""

from django.urls import path

from connectors import compare_views, views

urlpatterns = [
    path("directory/suggest.json", views.suggest, name="suggest"),
    path("connectors/compare/", compare_views.compare, name="compare"),
]
