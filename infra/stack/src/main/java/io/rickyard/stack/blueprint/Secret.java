package io.rickyard.stack.blueprint;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * A value that each project has of its own and that is made, not configured.
 *
 * @param name how blueprints refer to it, and how it is kept
 * @param form how it is made and what it has to look like
 * @param published whether it is meant for browsers: of its own like the others, and no harm when
 *     known
 * @param meaning what it is for
 */
record Secret(String name, Form form, boolean published, String meaning) {

  Secret {
    requireNonNull(name, "name");
    requireNonNull(form, "form");
    requireNonNull(meaning, "meaning");
  }

  /** Whether every project has one from its beginning. */
  boolean always() {
    return switch (form) {
      case Random _, Chosen _, Key _ -> true;
      case Given _, RsaKey _ -> false;
    };
  }

  /** How a secret is made and what it has to look like. */
  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
  @JsonSubTypes({
    @JsonSubTypes.Type(value = Random.class, name = "random"),
    @JsonSubTypes.Type(value = Chosen.class, name = "chosen"),
    @JsonSubTypes.Type(value = Key.class, name = "key"),
    @JsonSubTypes.Type(value = Given.class, name = "given"),
    @JsonSubTypes.Type(value = RsaKey.class, name = "rsa_key")
  })
  sealed interface Form {}

  /** Characters of an alphabet, each drawn alike. */
  record Random(Alphabet alphabet, int length) implements Form {

    private static final int FEWEST_BITS = 96;

    Random {
      requireNonNull(alphabet, "alphabet");
      if (length * Math.log(alphabet.characters().length()) / Math.log(2) < FEWEST_BITS) {
        throw new IllegalArgumentException(
            "%d characters of %s are guessed too easily".formatted(length, alphabet));
      }
    }
  }

  /** Whatever the user chose, and otherwise a password of ours. */
  record Chosen() implements Form {}

  /** What only the user can know, such as a password of somebody else's server; may be missing. */
  record Given() implements Form {}

  /**
   * A private key for signatures with RSA, as GoTrue takes them. It takes long to make, so a
   * project has it from the moment on when something needs it.
   */
  record RsaKey(int bits) implements Form {

    private static final int SHORTEST = 2048;

    RsaKey {
      if (bits < SHORTEST) {
        throw new IllegalArgumentException("%d bits of RSA are too few".formatted(bits));
      }
    }
  }

  /** One of the keys of a project's API; see {@link io.rickyard.stack.StackKeys}. */
  record Key(KeyKind key) implements Form {
    Key {
      requireNonNull(key, "key");
    }
  }

  /** The keys of a project's API. */
  enum KeyKind {
    JWT_SECRET,
    ANON_KEY,
    SERVICE_ROLE_KEY,
    PUBLISHABLE_KEY,
    SECRET_KEY
  }

  /** What random secrets are made of. */
  enum Alphabet {
    HEX("0123456789abcdef"),
    LETTERS_AND_DIGITS("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"),
    BASE64_URL("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_");

    private final String characters;

    Alphabet(String characters) {
      this.characters = characters;
    }

    String characters() {
      return characters;
    }
  }
}
