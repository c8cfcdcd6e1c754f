"""Addresses that are no pages of the CMS: suggestions and the places."""

from django.urls import path

from connectors import views

urlpatterns = [
    path("directory/suggest.json", views.suggest, name="suggest"),
    path("places/", views.place_index, name="places"),
    path("places/<slug:slug>/", views.place_detail, name="place"),
]
