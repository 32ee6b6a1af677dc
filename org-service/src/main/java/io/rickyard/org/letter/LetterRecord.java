package io.rickyard.org.letter;

import io.rickyard.messaging.LetterId;
import io.rickyard.messaging.StoredLetter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Remembers what was done about dead messages. */
public interface LetterRecord {

  /** What was done about these, as far as something was. */
  Map<LetterId, Handled> handled(Collection<StoredLetter> letters);

  /**
   * Does something about those of these for which nothing was done yet, all or none of them:
   * remembers it, publishes again what is to be replayed, and records who did it.
   *
   * @param letters each can be replayed, where that is what is done
   * @return those about which it was done now
   */
  Set<LetterId> handle(Handling handling, List<StoredLetter> letters);
}
