package io.rickyard.stack.blueprint;

import io.rickyard.stack.StackKeys;
import java.security.SecureRandom;

/** Makes secrets of their declared form, and tells whether a text has it. */
final class SecretForms {

  private SecretForms() {}

  static String make(Secret.Form form, StackKeys keys, SecureRandom random) {
    return switch (form) {
      case Secret.Random(var alphabet, var length) -> draw(alphabet.characters(), length, random);
      case Secret.Chosen() -> StackKeys.password(random);
      case Secret.Given() -> throw new IllegalArgumentException("nobody can make what is given");
      case Secret.RsaKey _ ->
          throw new IllegalArgumentException("it is made when something needs it");
      case Secret.Key(var key) ->
          switch (key) {
            case JWT_SECRET -> keys.jwtSecret();
            case ANON_KEY -> keys.anonKey();
            case SERVICE_ROLE_KEY -> keys.serviceRoleKey();
            case PUBLISHABLE_KEY -> keys.publishableKey();
            case SECRET_KEY -> keys.secretKey();
          };
    };
  }

  static boolean accepts(Secret.Form form, String text) {
    return switch (form) {
      case Secret.Random(var alphabet, var length) ->
          text.length() == length
              && text.chars().allMatch(letter -> alphabet.characters().indexOf(letter) >= 0);
      case Secret.Chosen(), Secret.Given() ->
          !text.isEmpty() && text.chars().noneMatch(Character::isISOControl);
      case Secret.RsaKey _ -> text.matches("[A-Za-z0-9+/]{1000,}={0,2}");
      case Secret.Key(var key) ->
          switch (key) {
            case JWT_SECRET -> text.matches("[A-Za-z0-9_-]{40,}");
            case ANON_KEY, SERVICE_ROLE_KEY ->
                text.matches("[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+\\.[A-Za-z0-9_-]+");
            case PUBLISHABLE_KEY -> text.matches("sb_publishable_[A-Za-z0-9_-]+");
            case SECRET_KEY -> text.matches("sb_secret_[A-Za-z0-9_-]+");
          };
    };
  }

  private static String draw(String alphabet, int length, SecureRandom random) {
    return random
        .ints(length, 0, alphabet.length())
        .map(alphabet::charAt)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
