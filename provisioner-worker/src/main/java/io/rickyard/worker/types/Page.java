package io.rickyard.worker.types;

import java.lang.Character.UnicodeScript;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/** Lays a {@link Doc} out: a group is written on one line where it fits before column 80. */
final class Page {

  private static final int WIDTH = 80;
  private static final int STEP = 2;

  private static final Set<UnicodeScript> WIDE =
      Set.of(
          UnicodeScript.HAN, UnicodeScript.HIRAGANA, UnicodeScript.KATAKANA, UnicodeScript.HANGUL);

  /** What is still to be written, the next thing last. */
  private final List<Piece> rest = new ArrayList<>();

  private final StringBuilder written = new StringBuilder();
  private int column;

  private Page(Doc doc) {
    rest.add(new Piece(0, true, doc));
  }

  private record Piece(int indent, boolean broken, Doc doc) {
    Piece of(Doc other) {
      return new Piece(indent, broken, other);
    }

    Piece of(Doc other, boolean isBroken) {
      return new Piece(indent, isBroken, other);
    }

    Piece further(Doc other) {
      return new Piece(indent + STEP, broken, other);
    }
  }

  static String of(Doc doc) {
    return new Page(doc).write();
  }

  private String write() {
    while (!rest.isEmpty()) {
      var piece = rest.removeLast();
      switch (piece.doc()) {
        case Doc.Text text -> append(text.text());
        case Doc.IfBroken choice -> append(piece.broken() ? choice.broken() : choice.flat());
        case Doc.Concat concat ->
            concat.parts().reversed().forEach(part -> rest.add(piece.of(part)));
        case Doc.Indent indent -> rest.add(piece.further(indent.content()));
        case Doc.Group group -> {
          var flat = piece.of(group.content(), false);
          boolean breaks = group.broken() || (piece.broken() && !fits(flat));
          rest.add(piece.of(group.content(), breaks));
        }
        case Doc.Line line -> {
          if (piece.broken()) {
            newLine(piece.indent());
          } else {
            append(line.flat());
          }
        }
      }
    }
    return written.toString();
  }

  private void append(String text) {
    written.append(text);
    column += width(text);
  }

  private void newLine(int indent) {
    int end = written.length();
    while (end > 0 && written.charAt(end - 1) == ' ') {
      end--;
    }
    written.setLength(end);
    written.append('\n').repeat(" ", indent);
    column = indent;
  }

  /** Whether this and what follows it up to the next break has room on the line. */
  private boolean fits(Piece next) {
    int room = WIDTH - column;
    int behind = rest.size();
    Deque<Piece> pieces = new ArrayDeque<>(List.of(next));
    while (room >= 0) {
      if (pieces.isEmpty()) {
        if (behind == 0) {
          return true;
        }
        pieces.push(rest.get(--behind));
      }
      var piece = pieces.pop();
      switch (piece.doc()) {
        case Doc.Text text -> room -= width(text.text());
        case Doc.IfBroken choice -> room -= width(piece.broken() ? choice.broken() : choice.flat());
        case Doc.Concat concat ->
            concat.parts().reversed().forEach(part -> pieces.push(piece.of(part)));
        case Doc.Indent indent -> pieces.push(piece.further(indent.content()));
        case Doc.Group group ->
            pieces.push(piece.of(group.content(), group.broken() || piece.broken()));
        case Doc.Line line -> {
          if (piece.broken()) {
            return true;
          }
          room -= line.flat().length();
        }
      }
    }
    return false;
  }

  /** In columns of a terminal: letters of East Asia take two, marks over letters none. */
  private static int width(String text) {
    return text.codePoints().map(Page::width).sum();
  }

  private static int width(int letter) {
    return switch (Character.getType(letter)) {
      case Character.NON_SPACING_MARK, Character.ENCLOSING_MARK -> 0;
      default ->
          (letter > 0x7f && WIDE.contains(UnicodeScript.of(letter))) || letter >= 0x1f300 ? 2 : 1;
    };
  }
}
