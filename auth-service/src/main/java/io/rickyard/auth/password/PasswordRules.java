package io.rickyard.auth.password;

import java.util.ArrayList;
import java.util.List;

/**
 * What a new password must be: long enough, and not so long that hashing it becomes a weapon. No
 * rule asks for characters of some class; length is what counts (NIST SP 800-63B).
 */
public final class PasswordRules {

  /** The fewest characters. */
  public static final int SHORTEST = 8;

  /** The most characters. */
  public static final int LONGEST = 256;

  private PasswordRules() {}

  /** What is wrong with a password, in words; nothing when it will do. */
  public static List<String> complaints(String password) {
    List<String> complaints = new ArrayList<>();
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      complaints.add("Password should be at least " + SHORTEST + " characters.");
    }
    if (length > LONGEST) {
      complaints.add("Password cannot be longer than " + LONGEST + " characters.");
    }
    return List.copyOf(complaints);
  }
}
