package io.rickyard.auth.password;

import java.util.ArrayList;
import java.util.List;

/**
 * What a new password must be: long enough, not so long that hashing it becomes a weapon, and none
 * of those that are tried first. No rule asks for characters of some class; length is what counts
 * (NIST SP 800-63B).
 */
public final class PasswordRules {

  /** The fewest characters. */
  public static final int SHORTEST = 8;

  /** The most characters. */
  public static final int LONGEST = 256;

  private PasswordRules() {}

  /** What is wrong with a password of nobody in particular; nothing when it will do. */
  public static List<Complaint> complaints(String password) {
    return complaints(password, "");
  }

  /** What is wrong with a password of whoever has this address; nothing when it will do. */
  public static List<Complaint> complaints(String password, String address) {
    List<Complaint> complaints = new ArrayList<>();
    int length = password.codePointCount(0, password.length());
    if (length < SHORTEST) {
      complaints.add(
          new Complaint(
              Complaint.Reason.LENGTH, "Password should be at least " + SHORTEST + " characters."));
    }
    if (length > LONGEST) {
      complaints.add(
          new Complaint(
              Complaint.Reason.LENGTH,
              "Password cannot be longer than " + LONGEST + " characters."));
    }
    if (complaints.isEmpty() && CommonPasswords.include(password, address)) {
      complaints.add(
          new Complaint(
              Complaint.Reason.PWNED,
              "Password is known to be easy to guess, please choose a different one."));
    }
    return List.copyOf(complaints);
  }
}
