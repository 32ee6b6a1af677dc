package io.rickyard.org.letter;

import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.StoredLetter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Gathers letters and has something done about them in portions that fit into one transaction. What
 * is done stays done when a later portion fails; asked again, the rest follows.
 */
final class LetterBatch {

  private static final int MOST_AT_ONCE = 100;
  private static final int MOST_BYTES_AT_ONCE = 4 * 1024 * 1024;

  private final Handling handling;
  private final int most;
  private final Function<List<StoredLetter>, Collection<LetterId>> handle;
  private final List<StoredLetter> gathered = new ArrayList<>();
  private final List<LetterId> done = new ArrayList<>();
  private int bytes;
  private int matched;
  private int unfit;

  LetterBatch(
      Handling handling, int most, Function<List<StoredLetter>, Collection<LetterId>> handle) {
    this.handling = handling;
    this.most = most;
    this.handle = handle;
  }

  /** Takes a letter; false when there is no room for it. */
  boolean add(Letter letter) {
    if (matched == most) {
      return false;
    }
    matched++;
    if (handling.fits(letter.stored())) {
      gather(letter.stored());
    } else {
      unfit++;
    }
    return true;
  }

  /** Has the rest done. */
  LetterDesk.Summary summary(@Nullable LetterId next) {
    flush();
    return new LetterDesk.Summary(matched, done, unfit, next);
  }

  private void gather(StoredLetter letter) {
    byte[] value = letter.value();
    gathered.add(letter);
    bytes += value == null ? 0 : value.length;
    if (gathered.size() == MOST_AT_ONCE || bytes >= MOST_BYTES_AT_ONCE) {
      flush();
    }
  }

  private void flush() {
    if (!gathered.isEmpty()) {
      done.addAll(handle.apply(List.copyOf(gathered)));
      gathered.clear();
      bytes = 0;
    }
  }
}
