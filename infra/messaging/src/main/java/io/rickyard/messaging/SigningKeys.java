package io.rickyard.messaging;

import java.util.Base64;
import java.util.HashMap;
import java.util.Map;

/** The keys of those who may sign commands, from {@code rickyard.signing.keys.<key id>}. */
public final class SigningKeys {

  private SigningKeys() {}

  /** Decodes them; throws {@link IllegalArgumentException} naming the key that is wrong. */
  public static Map<String, byte[]> read(Map<String, String> settings) {
    if (settings.isEmpty()) {
      throw new IllegalArgumentException(
          "rickyard.signing.keys is empty: no command could be accepted");
    }
    Map<String, byte[]> keys = new HashMap<>();
    settings.forEach((id, secret) -> {
      try {
        keys.put(id, Base64.getDecoder().decode(secret));
      } catch (IllegalArgumentException e) {
        throw new IllegalArgumentException("rickyard.signing.keys." + id + " is not base64", e);
      }
    });
    return keys;
  }
}
