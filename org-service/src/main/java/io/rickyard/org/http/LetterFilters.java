package io.rickyard.org.http;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.LetterId;
import io.rickyard.org.letter.LetterFilter;
import io.rickyard.org.letter.LetterState;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads which dead messages are meant; what does not fit is refused with its name. */
final class LetterFilters {

  private static final String STATE = "state";
  private static final Set<String> NAMES =
      Set.of("topic", "consumer", "cause", STATE, "given_up_after", "given_up_before");
  private static final Instant NEVER = Instant.parse("9999-12-31T23:59:59Z");
  private static final String PREFIX = "rickyard.";

  private LetterFilters() {}

  /** Those that are asked for; only those that wait unless it says otherwise. */
  static LetterFilter read(Map<String, String> given) {
    for (String name : given.keySet()) {
      if (!NAMES.contains(name)) {
        throw new Refused(
            Refusal.UNKNOWN_FIELD,
            "'%s' is none of the filters %s".formatted(name, new TreeSet<>(NAMES)));
      }
    }
    return Reading.of(() ->
        new LetterFilter(
            several(given, "topic", LetterFilters::topic, List.of()),
            given.get("consumer"),
            given.get("cause"),
            Set.copyOf(several(given, STATE, LetterState::named, List.of(LetterState.WAITING))),
            time(given, "given_up_after", Instant.EPOCH),
            time(given, "given_up_before", NEVER)));
  }

  /** The same for something that is done about them: it is done only about those that wait. */
  static LetterFilter waiting(Map<String, String> given) {
    if (given.containsKey(STATE)) {
      throw new Refused(Refusal.INVALID, "state: it is done only about those that wait");
    }
    return read(given);
  }

  static @Nullable LetterId after(@Nullable String cursor) {
    return cursor == null ? null : Reading.of(() -> LetterId.parse(cursor));
  }

  static int limit(@Nullable Integer limit, int usual, int most) {
    int wanted = limit == null ? usual : limit;
    if (wanted < 1 || wanted > most) {
      throw new Refused(Refusal.INVALID, "limit lies between 1 and " + most);
    }
    return wanted;
  }

  private static <T> List<T> several(
      Map<String, String> given, String name, Function<String, T> read, List<T> otherwise) {
    String values = given.get(name);
    return values == null
        ? otherwise
        : Arrays.stream(values.split(",", -1)).map(read).collect(Collectors.toList());
  }

  /** With or without what all topics begin with. */
  private static Topic topic(String name) {
    return Topic.named(name.startsWith(PREFIX) ? name : PREFIX + name);
  }

  private static Instant time(Map<String, String> given, String name, Instant otherwise) {
    String text = given.get(name);
    try {
      return text == null ? otherwise : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeParseException e) {
      throw new Refused(
          Refusal.INVALID,
          name + ": write a time as RFC 3339 has it, such as 2026-11-21T08:00:00Z",
          e);
    }
  }
}
