package io.rickyard.bridge.stream;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Whose streams are open, so that they end with the session or token that opened them. What was
 * revoked is remembered for as long as an internal token may still be shown that was made before.
 */
public final class OpenStreams {

  private static final Duration REMEMBERED = Duration.ofMinutes(2);

  private final Set<Open> open = ConcurrentHashMap.newKeySet();
  private final Map<String, Long> revoked = new ConcurrentHashMap<>();

  /** One stream; each is another one, also of the same holder. */
  private record Open(Holder holder, Mailbox mailbox, Runnable cut) {}

  /**
   * Notes a stream.
   *
   * @param mailbox what waits for it; the stream is forgotten after its end
   * @param cut ends it; called at most once, on any thread, perhaps at once
   */
  public void add(Holder holder, Mailbox mailbox, Runnable cut) {
    var stream = new Open(holder, mailbox, cut);
    open.add(stream);
    if (revoked.keySet().stream().anyMatch(holder::fallsWith)) {
      cut(stream);
    }
  }

  /** Ends the streams that were open by right of the user, session or token of this id. */
  public void revoke(String id) {
    long now = System.nanoTime();
    revoked.values().removeIf(since -> now - since > REMEMBERED.toNanos());
    revoked.put(id, now); // before looking: who opens a stream now sees it, or is seen
    open.stream().filter(stream -> stream.holder().fallsWith(id)).forEach(this::cut);
  }

  /** Ends every stream; whoever still may opens another one. */
  public void cutAll() {
    open.forEach(this::cut);
  }

  /** Forgets streams that have ended. */
  public void forgetEnded() {
    open.removeIf(stream -> stream.mailbox().ended());
  }

  /** How many are noted. */
  int size() {
    return open.size();
  }

  private void cut(Open stream) {
    if (open.remove(stream)) {
      stream.cut().run();
    }
  }
}
