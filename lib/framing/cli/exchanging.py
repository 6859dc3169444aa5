"""`framing export` and `framing import`: a finished run to other tools, and codes back from them."""

from __future__ import annotations

import click

from framing.cli.base import commands, examples


@commands.command(
    epilog=examples(
        "framing export aleppo-2016",
        "framing export aleppo-2016 --to ~/to-pass-on",
        "framing export aleppo-2016 --format csv",
        "framing export aleppo-2016 --format brat --with-texts",
    )
)
@click.argument("run")
@click.option(
    "--format", "form", default="share", type=click.Choice(["share", "csv", "jsonl", "w3c", "brat", "dfm"]), help="What to write."
)
@click.option("--to", default="", metavar="FOLDER", help="Folder to write (default: exports/RUN, or exports/RUN-FORMAT).")
@click.option("--force", is_flag=True, help="Replace what is in that folder.")
@click.option("--with-texts", is_flag=True, help="With --format: write texts that are not free too, for your own machine.")
@click.option("--no-zip", "pack", is_flag=True, flag_value=False, default=True, help="Write the folder only, without its zip.")
def export(run, form, to, force, with_texts, pack) -> None:
    """Write what may be passed on of a finished RUN: report, tables, study; the articles' texts left out, and that measured.

    With --format the hits and spans (or counts of words) for another tool: csv, jsonl, w3c (Web Annotation, with the words
    around a hit), brat (with the texts), dfm (document-feature matrix). Those are for your own machine, and w3c and brat need
    --with-texts unless the study's texts are free; what may be passed on is the plain export.
    """
    from framing import exchange

    if form == "share":
        made = exchange.share(run, to=to, force=force, pack=pack)
    else:
        made = exchange.export(run, form, to=to, force=force, with_texts=with_texts)
    click.echo(made.said, err=True)
    click.echo(made.folder)


@commands.command(
    "import",
    epilog=examples("framing import mine dawn-1.tsv dawn-2.tsv --coder anna", "framing import mine catma/*.xml --coder ben"),
)
@click.argument("run")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path())
@click.option("--coder", required=True, metavar="NAME", help="Who coded; the sheet is called so.")
@click.option("--force", is_flag=True, help="Replace this coder's sheet.")
def import_(run, files, coder, force) -> None:
    """Lay codes made in CATMA (TEI .xml) or INCEpTION (WebAnno .tsv, UIMA CAS .json) on the hits of a RUN.

    Each FILE is called like its article. The sheet is written into the study's coding/; run the study again to have it counted.
    """
    from pathlib import Path

    from framing import exchange

    sheet, n_codes = exchange.import_sheet([Path(file) for file in files], run=run, coder=coder, force=force)
    click.echo(f"{n_codes} hits coded; framing run makes the notebooks anew that read them", err=True)
    click.echo(sheet)
