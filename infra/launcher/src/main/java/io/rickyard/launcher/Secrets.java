package io.rickyard.launcher;

import static java.util.Objects.requireNonNull;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * What the services of one installation know of each other, made on the first start and kept.
 *
 * @param installationId names the installation in everything it creates
 * @param values passwords and keys by name; see {@link #of(String)}
 */
record Secrets(String installationId, Map<String, String> values) {

  private static final SecureRandom RANDOM = new SecureRandom();

  Secrets {
    requireNonNull(installationId, "installation_id");
    values = Map.copyOf(values);
  }

  static Secrets fresh() {
    return new Secrets(HexFormat.of().formatHex(bytes(4)), Map.of());
  }

  /** Kept ones as they are, and new ones for what a newer version asks for. */
  static Secrets kept(PrivateFile file, String... names) {
    var secrets = file.read(Secrets.class).orElseGet(Secrets::fresh);
    var all = new TreeMap<>(secrets.values());
    for (String name : names) {
      all.computeIfAbsent(
          name, _ -> Base64.getUrlEncoder().withoutPadding().encodeToString(bytes(32)));
    }
    var complete = new Secrets(secrets.installationId(), all);
    if (!complete.equals(secrets)) {
      file.write(complete);
    }
    return complete;
  }

  /** The secret of that name: letters, digits, dashes and underscores. */
  String of(String name) {
    return requireNonNull(values.get(name), name);
  }

  private static byte[] bytes(int count) {
    byte[] bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  @Override
  public String toString() {
    return "Secrets[" + installationId + ", " + values.keySet() + "]";
  }
}
