package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * With what a client begins, all of one moment: what it may see, the place in the log up to which
 * it is told, and the frames that tell it.
 *
 * @param position the place
 * @param organizations whose changes it may see from there on
 * @param frames a snapshot, or what it missed, merged per entity
 */
record Beginning(LogPosition position, Set<String> organizations, List<Frame> frames) {

  private static final int PAGE = 2_000;

  /** To read more costs more than a snapshot. */
  private static final int LONGEST_RESUME = 10_000;

  private static final int MOST_MISSED = 1_000;

  Beginning {
    requireNonNull(position, "position");
    organizations = Set.copyOf(organizations);
    frames = List.copyOf(frames);
  }

  /**
   * Reads it.
   *
   * @param told up to where the client was told before, and what it might see then
   */
  static Beginning read(StatusLog.Moment moment, Interest interest, @Nullable EventId told) {
    String user = interest.userId();
    Set<String> organizations =
        interest.among(moment.organizationsOf(Set.of(user)).getOrDefault(user, Set.of()));
    Head head = moment.head();
    if (told == null) {
      return new Beginning(
          head.position(), organizations, List.of(snapshot(moment, interest, organizations)));
    }
    LogPosition last = told.position();
    if (!head.knows(last)) {
      return again(Frame.LOG_BEGAN_ANEW, moment, interest, organizations);
    }
    if (!told.rights().equals(EventId.rights(organizations))) {
      return again(Frame.RIGHTS_CHANGED, moment, interest, organizations);
    }
    if (!head.keepsAllAfter(last)
        || head.position().sequence() - last.sequence() > LONGEST_RESUME) {
      return again(Frame.TOO_MUCH_SINCE, moment, interest, organizations);
    }
    Map<String, Frame> missed = missed(moment, interest, organizations, last);
    if (missed.size() > MOST_MISSED) {
      return again(Frame.TOO_MUCH_SINCE, moment, interest, organizations);
    }
    // Even if nothing was missed the client is told at once that it is connected.
    return new Beginning(
        head.position(),
        organizations,
        missed.isEmpty()
            ? List.of(Frame.position(EventId.of(head.position(), organizations)))
            : List.copyOf(missed.values()));
  }

  private static Beginning again(
      String reason, StatusLog.Moment moment, Interest interest, Set<String> organizations) {
    return new Beginning(
        moment.head().position(),
        organizations,
        List.of(Frame.reset(reason), snapshot(moment, interest, organizations)));
  }

  private static Frame snapshot(
      StatusLog.Moment moment, Interest interest, Set<String> organizations) {
    return Frame.snapshot(
        EventId.of(moment.head().position(), organizations),
        moment.snapshot(interest, new TreeSet<>(organizations)));
  }

  private static Map<String, Frame> missed(
      StatusLog.Moment moment, Interest interest, Set<String> organizations, LogPosition last) {
    var missed = new LinkedHashMap<String, Frame>();
    String rights = EventId.rights(organizations);
    long reached = last.sequence();
    List<Change> page;
    do {
      page = moment.after(reached, PAGE);
      for (Change change : page) {
        reached = change.position().sequence();
        if (interest.covers(change, organizations)) {
          missed.putLast(change.entity(), Frame.of(change, rights));
        }
      }
    } while (page.size() == PAGE);
    return missed;
  }
}
