package io.rickyard.worker.log;

import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.RuntimeUnavailable;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The lines of several services in their order in time. Of each service one line is held, however
 * many there are. Lines of one moment come in the order of the services' names, and those of one
 * service as it wrote them.
 */
final class Merge {

  private static final Comparator<Head> ORDER =
      Comparator.<Head, java.time.Instant>comparing(head -> head.line.at())
          .thenComparing(head -> head.line.service());

  private final PriorityQueue<Head> heads = new PriorityQueue<>(ORDER);

  private record Head(LogLine line, LogFeed feed) {}

  private Merge() {}

  static Merge of(List<LogFeed> feeds) throws RuntimeUnavailable, InterruptedException {
    var merge = new Merge();
    for (var feed : feeds) {
      merge.advance(feed);
    }
    return merge;
  }

  private void advance(LogFeed feed) throws RuntimeUnavailable, InterruptedException {
    var line = feed.next();
    if (line != null) {
      heads.add(new Head(line, feed));
    }
  }

  /** The next line; null when there is none. */
  @Nullable LogLine next() throws RuntimeUnavailable, InterruptedException {
    var head = heads.poll();
    if (head == null) {
      return null;
    }
    advance(head.feed);
    return head.line;
  }

  /** The next lines after a place, at most so many. */
  List<LogLine> after(Cursor place, int most) throws RuntimeUnavailable, InterruptedException {
    var lines = new ArrayList<LogLine>();
    int ofThatMoment = 0;
    for (var line = next(); line != null; line = next()) {
      if (line.at().isBefore(place.at())
          || (line.at().equals(place.at()) && ofThatMoment++ < place.lines())) {
        continue;
      }
      lines.add(line);
      if (lines.size() == most) {
        break;
      }
    }
    return lines;
  }

  /** The last lines, at most so many. */
  List<LogLine> last(int most) throws RuntimeUnavailable, InterruptedException {
    var lines = new ArrayDeque<LogLine>();
    for (var line = next(); line != null; line = next()) {
      if (lines.size() == most) {
        lines.removeFirst();
      }
      lines.add(line);
    }
    return List.copyOf(lines);
  }
}
