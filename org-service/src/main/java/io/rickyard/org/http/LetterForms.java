package io.rickyard.org.http;

import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.MessageHeader;
import io.rickyard.messaging.StoredLetter;
import io.rickyard.org.letter.Letter;
import io.rickyard.org.letter.LetterDesk;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Dead messages on the wire. A body is never shown: it belongs to an organization of which the
 * administrator may be no member, and of one that cannot be read nobody can say what in it is
 * secret. Size and hash tell whether two are the same.
 */
final class LetterForms {

  private static final int LONGEST_TEXT = 300;
  private static final int MOST_HEADERS = 50;

  private LetterForms() {}

  /** Where a message stood before it was given up. */
  record OriginForm(String topic, int partition, long offset) {}

  /** What somebody did about it. */
  record HandledForm(String by, Instant at) {}

  /** A dead message; its headers where one is looked at by itself. */
  record LetterForm(
      String id,
      String state,
      String topic,
      String cause,
      String detail,
      String consumer,
      int attempts,
      Instant givenUpAt,
      @Nullable OriginForm origin,
      @Nullable String key,
      @Nullable Integer size,
      @Nullable String sha256,
      @Nullable Map<String, String> headers,
      @Nullable HandledForm handled) {

    static LetterForm inList(Letter letter) {
      return of(letter, null);
    }

    static LetterForm alone(Letter letter) {
      return of(letter, shown(letter.stored().headers()));
    }

    private static LetterForm of(Letter letter, @Nullable Map<String, String> headers) {
      StoredLetter stored = letter.stored();
      var fate = stored.fate();
      var origin = fate.origin();
      var handled = letter.handled();
      byte[] body = stored.value();
      return new LetterForm(
          stored.id().text(),
          letter.state().wireName(),
          stored.id().topic().topicName(),
          bounded(fate.cause()),
          bounded(fate.detail()),
          bounded(fate.consumer()),
          fate.attempts(),
          fate.at(),
          origin == null
              ? null
              : new OriginForm(origin.topic().topicName(), origin.partition(), origin.offset()),
          stored.key() == null ? null : bounded(stored.key()),
          body == null ? null : body.length,
          body == null ? null : LetterForms.sha256(body),
          headers,
          handled == null ? null : new HandledForm(handled.by(), handled.at()));
    }
  }

  /** A page of them. */
  record PageForm(List<LetterForm> data, @Nullable String next) {
    static PageForm of(LetterDesk.Page page) {
      return new PageForm(
          page.letters().stream().map(LetterForm::inList).toList(), text(page.next()));
    }
  }

  /** Asks for something to be done about what a filter finds. */
  record ManyForm(
      @Nullable Map<String, String> where,
      @Nullable String after,
      @Nullable Integer limit,
      @Nullable Boolean dryRun) {

    Map<String, String> filter() {
      return where == null ? Map.of() : where;
    }

    boolean isDryRun() {
      return Boolean.TRUE.equals(dryRun);
    }
  }

  /** What came of it. */
  record SummaryForm(int matched, List<String> done, int unfit, @Nullable String next) {
    static SummaryForm of(LetterDesk.Summary summary) {
      return new SummaryForm(
          summary.matched(),
          summary.done().stream().map(LetterId::text).toList(),
          summary.unfit(),
          text(summary.next()));
    }
  }

  private static @Nullable String text(@Nullable LetterId id) {
    return id == null ? null : id.text();
  }

  /** Of a signature only who signed: the rest proves nothing to a person. */
  private static Map<String, String> shown(Map<String, String> headers) {
    Map<String, String> shown = new TreeMap<>();
    headers.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .limit(MOST_HEADERS)
        .forEach(header ->
            shown.put(
                bounded(header.getKey()),
                header.getKey().equals(MessageHeader.SIGNATURE)
                    ? bounded(header.getValue().replaceFirst("(?s):.*", ":…"))
                    : bounded(header.getValue())));
    return shown;
  }

  private static String bounded(String text) {
    return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
  }

  private static String sha256(byte[] body) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(body));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("This Java has no SHA-256", e);
    }
  }
}
