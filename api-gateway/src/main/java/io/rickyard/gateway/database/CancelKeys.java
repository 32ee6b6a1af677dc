package io.rickyard.gateway.database;

import static java.util.Objects.requireNonNull;

import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What clients cancel their statements with. Servers of different projects may hand out the same
 * process number and key, so clients get ones of ours that stand for them.
 */
@Singleton
final class CancelKeys {

  private final SecureRandom random = new SecureRandom();
  private final Map<Key, Backend> backends = new ConcurrentHashMap<>();

  /** A process number and its secret, as they stand in BackendKeyData and in CancelRequest. */
  record Key(int process, int secret) {
    @Override
    public String toString() {
      return "Key[" + process + "]";
    }
  }

  /** A server's process, and the key that cancels what it does. */
  record Backend(ServerAddress server, Key key) {
    Backend {
      requireNonNull(server, "server");
      requireNonNull(key, "key");
    }
  }

  /** A new key that stands for this one. */
  Key issue(Backend backend) {
    while (true) {
      var key = new Key(random.nextInt(1, Integer.MAX_VALUE), random.nextInt());
      if (backends.putIfAbsent(key, backend) == null) {
        return key;
      }
    }
  }

  /** What a key stands for. */
  Optional<Backend> find(Key key) {
    return Optional.ofNullable(backends.get(key));
  }

  /** Forgets a key whose connection has ended. */
  void forget(Key key) {
    backends.remove(key);
  }
}
