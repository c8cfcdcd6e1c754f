"""What can be done with a page, in each row of a list: drawn without a template for each button."""

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.widgets.button import BaseButton

register = template.Library()


@register.simple_tag(takes_context=True)
def row_buttons(context, buttons: list[BaseButton]) -> SafeString:
    """Draw the buttons of a row's menu as the CMS's template does: 25 rows of eleven took a third of the list's time."""
    drawn = (_drawn(button, context) for button in buttons)
    return format_html_join("\n", "{}", ((button,) for button in drawn))


def _drawn(button: BaseButton, context) -> SafeString:
    if button.template_name != BaseButton.template_name or not button.url:
        return button.render_html(context)
    icon = ""
    if button.icon_name:
        icon = format_html(
            '<svg class="icon icon-{0} icon" aria-hidden="true"><use href="#icon-{0}"></use></svg>', button.icon_name
        )
    # The attributes come escaped, from Django's own `flatatt`.
    return format_html(
        '<a href="{}" class="{}"{}>{} {}</a>',
        button.url,
        button.classname,
        button.base_attrs_string,
        icon,
        button.label,
    )
