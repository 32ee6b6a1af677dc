package io.rickyard.worker.types;

import java.util.ArrayList;
import java.util.List;

/**
 * A text that says where its lines may be broken; {@link Page} decides where they are. After
 * Wadler, "A prettier printer" (2003), with the groups that Prettier has.
 */
sealed interface Doc {

  /** What is written as it is. */
  record Text(String text) implements Doc {}

  /** A space, or nothing, on one line; else the end of a line. */
  record Line(String flat) implements Doc {}

  /** Its lines begin two columns further to the right. */
  record Indent(Doc content) implements Doc {}

  /** All its lines are broken or none, unless it stays broken however short it is. */
  record Group(Doc content, boolean broken) implements Doc {}

  /** One text in a broken group, another one in a flat one. */
  record IfBroken(String broken, String flat) implements Doc {}

  /** One after the other. */
  record Concat(List<Doc> parts) implements Doc {
    /** Copies what it is made of. */
    public Concat {
      parts = List.copyOf(parts);
    }
  }

  /** Whether something in it is broken in any case, and so what it stands in. */
  private boolean alwaysBroken() {
    return switch (this) {
      case Group group -> group.broken();
      case Indent indent -> indent.content().alwaysBroken();
      case Concat concat -> concat.parts().stream().anyMatch(Doc::alwaysBroken);
      case Text _, Line _, IfBroken _ -> false;
    };
  }

  static Doc text(String text) {
    return new Text(text);
  }

  static Doc line() {
    return new Line(" ");
  }

  static Doc softLine() {
    return new Line("");
  }

  static Doc indent(Doc... content) {
    return new Indent(concat(content));
  }

  static Doc group(Doc... content) {
    var all = concat(content);
    return new Group(all, all.alwaysBroken());
  }

  /** A group that is broken in any case. */
  static Doc broken(Doc... content) {
    return new Group(concat(content), true);
  }

  static Doc concat(Doc... parts) {
    return new Concat(List.of(parts));
  }

  static Doc join(Doc separator, List<Doc> parts) {
    var all = new ArrayList<Doc>();
    for (var part : parts) {
      if (!all.isEmpty()) {
        all.add(separator);
      }
      all.add(part);
    }
    return new Concat(all);
  }
}
