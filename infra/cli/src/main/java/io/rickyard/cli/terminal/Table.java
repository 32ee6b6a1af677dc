package io.rickyard.cli.terminal;

import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns, without lines; the last column is never padded. */
public final class Table {
  private static final String GAP = "  ";

  private final Terminal terminal;
  private final List<List<Cell>> rows = new ArrayList<>();

  /** A piece of text and how it is painted, which must not count for its width. */
  private record Cell(String text, String painted) {}

  /** A table with these column titles. */
  public Table(Terminal terminal, String... titles) {
    this.terminal = terminal;
    rows.add(
        List.of(titles).stream()
            .map(title -> new Cell(title, terminal.paint(Colour.FAINT, title)))
            .toList());
  }

  /** Adds a row; cells that are states are painted as such. */
  public Table row(String... cells) {
    rows.add(
        List.of(cells).stream()
            .map(text ->
                new Cell(text, isState(text) ? terminal.paint(Colour.ofState(text), text) : text))
            .toList());
    return this;
  }

  /** Prints it. */
  public void print() {
    var widths = new int[rows.getFirst().size()];
    for (var row : rows) {
      for (int i = 0; i < row.size(); i++) {
        widths[i] = Math.max(widths[i], width(row.get(i).text()));
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < row.size(); i++) {
        var cell = row.get(i);
        line.append(cell.painted());
        if (i < row.size() - 1) {
          line.append(" ".repeat(widths[i] - width(cell.text()))).append(GAP);
        }
      }
      terminal.out().println(line.toString().stripTrailing());
    }
  }

  private static boolean isState(String text) {
    return Colour.ofState(text) != Colour.FAINT;
  }

  private static int width(String text) {
    return text.codePointCount(0, text.length());
  }
}
