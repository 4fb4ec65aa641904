"""The addresses whose answers cost a lot, so that nobody may ask for many at a time (ADR-0056)."""

HEAVY_ADDRESSES = frozenset(
    {
        "inbox:found",
        "inbox:file",
        "inbox:picture",
        "inbox:print",
        "inbox:prints_made",
        "inbox:post_paper",
        "inbox:post_workbook",
        "inbox:register_workbook",
        "inbox:register_preview",
        "inbox:register_bring_in",
        "inbox:list_preview",
        "inbox:list_compare",
        "portal:file",
        "portal:picture",
        "portal:receipt",
        "office:shortcuts_download",
        "office:calendar",
        "office:link_check",
        "office:log_sample",
    }
)
FORM_ADDRESS = "portal:new"
"""Where a family sends a case."""
