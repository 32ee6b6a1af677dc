package io.rickyard.org.letter;

import io.rickyard.messaging.DeadLetterArchive;
import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.StoredLetter;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Looks at dead messages and does something about them. They are read where they stand, in Kafka,
 * each time somebody asks: they are few, and what was found once would have to be kept up to date.
 * One request reads at a time, and so many letters at most.
 */
public final class LetterDesk {

  /** How many letters one request looks at; whoever wants more goes on from there. */
  static final int MOST_LOOKED_AT = 20_000;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final DeadLetterArchive archive;
  private final LetterRecord record;
  private final ReentrantLock reading = new ReentrantLock();

  /** Reads there, and remembers here. */
  public LetterDesk(DeadLetterArchive archive, LetterRecord record) {
    this.archive = archive;
    this.record = record;
  }

  /**
   * Some of what a filter finds.
   *
   * @param letters in the order of their topics, and within one the oldest first
   * @param next after which letter to go on; null at the end
   */
  public record Page(List<Letter> letters, @Nullable LetterId next) {
    /** Copies its letters. */
    public Page {
      letters = List.copyOf(letters);
    }
  }

  /**
   * What came of doing something about what a filter found.
   *
   * @param matched how many it was about
   * @param done about which it was done
   * @param unfit how many cannot be replayed
   * @param next after which letter to go on, where there may be more; null at the end
   */
  public record Summary(int matched, List<LetterId> done, int unfit, @Nullable LetterId next) {
    /** Copies its ids. */
    public Summary {
      done = List.copyOf(done);
    }
  }

  /** What a filter finds after a letter, up to a number. */
  public Page list(LetterFilter filter, @Nullable LetterId after, int most) {
    List<Letter> found = new ArrayList<>();
    var next =
        walk(
            filter,
            after,
            letter -> {
              boolean wanted = found.size() < most;
              if (wanted) {
                found.add(letter);
              }
              return wanted;
            });
    return new Page(found, next.orElse(null));
  }

  /** The letter with that id; empty when there is none any more. */
  public Optional<Letter> find(LetterId id) {
    if (!LetterFilter.ALL_TOPICS.contains(id.topic())) {
      return Optional.empty();
    }
    return alone(() -> archive.find(id)).map(letter -> seen(List.of(letter)).getFirst());
  }

  /** Does something about one letter. */
  public Letter handle(LetterId id, Handling handling) {
    var letter = find(id).orElseThrow(() -> Refused.notFound("dead message"));
    requireWaiting(letter);
    if (!handling.fits(letter.stored())) {
      throw new Refused(
          Refusal.CONFLICT, "It has no key or no body, so nobody could read it: drop it");
    }
    boolean done = !record.handle(handling, List.of(letter.stored())).isEmpty();
    var after = seen(List.of(letter.stored())).getFirst();
    if (!done) {
      requireWaiting(after); // somebody else was faster
    }
    return after;
  }

  /** Counts what a filter finds after a letter, up to a number. */
  public Summary count(LetterFilter filter, @Nullable LetterId after, Handling handling, int most) {
    var batch = new LetterBatch(handling, most, _ -> List.of());
    var next = walk(filter, after, batch::add);
    return batch.summary(next.orElse(null));
  }

  /** Does something about what a filter finds after a letter, up to a number. */
  public Summary handle(
      LetterFilter filter, @Nullable LetterId after, Handling handling, int most) {
    var batch = new LetterBatch(handling, most, letters -> record.handle(handling, letters));
    var next = walk(filter, after, batch::add);
    return batch.summary(next.orElse(null));
  }

  /**
   * Goes through what a filter finds as long as it is wanted.
   *
   * @return the letter after which to go on; empty at the end
   */
  private Optional<LetterId> walk(
      LetterFilter filter, @Nullable LetterId after, Predicate<Letter> wanted) {
    if (after != null && !filter.topics().contains(after.topic())) {
      throw new Refused(Refusal.INVALID, "after: the filter leaves that letter's topic out");
    }
    return alone(() -> {
      LetterId last = after;
      int looked = 0;
      try (var scan = archive.scan(filter.topics(), after, filter.from())) {
        for (var portion = scan.next(); !portion.isEmpty(); portion = scan.next()) {
          for (Letter letter : seen(portion)) {
            if (filter.finds(letter.stored()) && filter.finds(letter) && !wanted.test(letter)) {
              return Optional.ofNullable(last);
            }
            last = letter.stored().id();
          }
          looked += portion.size();
          if (looked >= MOST_LOOKED_AT) {
            return Optional.ofNullable(last);
          }
        }
        return Optional.empty();
      }
    });
  }

  private List<Letter> seen(List<StoredLetter> letters) {
    var handled = record.handled(letters);
    return letters.stream().map(letter -> new Letter(letter, handled.get(letter.id()))).toList();
  }

  private static void requireWaiting(Letter letter) {
    var handled = letter.handled();
    if (handled != null) {
      throw new Refused(
          Refusal.CONFLICT,
          "It was %s by %s at %s"
              .formatted(handled.state().wireName(), handled.by(), handled.at()));
    }
  }

  private <T> T alone(Supplier<T> look) {
    try {
      if (!reading.tryLock(PATIENCE.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new Refused(Refusal.BUSY, "Somebody else is looking through the dead messages");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refused(Refusal.BUSY, "The service is about to stop", e);
    }
    try {
      return look.get();
    } finally {
      reading.unlock();
    }
  }
}
