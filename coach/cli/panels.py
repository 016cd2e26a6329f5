"""A command with many options shows them in groups, by the panel each belongs to."""

from typing import Any

from typer.core import TyperCommand


class Paneled(TyperCommand):
    """Writes the help of options under the names of their panels, in the order they first come."""

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments, then a section for each panel."""
        sections: dict[str, list[tuple[str, str]]] = {"Arguments": []}
        for parameter in self.get_params(ctx):
            record = parameter.get_help_record(ctx)
            if record is None:
                continue
            usual = "Options" if parameter.param_type_name == "option" else "Arguments"
            panel = getattr(parameter, "rich_help_panel", None) or usual
            sections.setdefault(panel, []).append(record)
        for name, records in sections.items():
            if records:
                with formatter.section(name):
                    formatter.write_dl(records)
