package io.rickyard.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "password",
        "Password1!",
        "P@ssw0rd",
        "p4ssw0rd2026",
        "123456789",
        "1234567890",
        "987654321",
        "12344321",
        "qwertyuiop",
        "QWERTZUI",
        "1qaz2wsx",
        "1q2w3e4r5t",
        "asdfghjkl",
        "abcdefgh",
        "abcd1234",
        "11111111",
        "abcabcabc",
        "iloveyou!!",
        "Sunshine99",
        "welcome123",
        "Summer2026!",
        "letmein1",
        "passwordpassword",
        "!!dragon!!",
        "Rickyard1"
      })
  void whatIsTriedFirstIsRefused(String password) {
    assertThat(PasswordRules.complaints(password))
        .extracting(Complaint::reason)
        .containsExactly(Complaint.Reason.PWNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery",
        "my password is long",
        "dragons in summer",
        "x7Kp2mQz",
        "Ünïcödé-Wörter",
        "qwerty and a goat",
        "12345678 sheep",
        "ada lovelace 1815"
      })
  void whatIsNotIsTaken(String password) {
    assertThat(PasswordRules.complaints(password, "ada@example.com")).isEmpty();
  }

  @Test
  void ownAddressIsNoPassword() {
    assertThat(PasswordRules.complaints("Ada.Lovelace1815", "ada.lovelace@example.com")).hasSize(1);
    assertThat(PasswordRules.complaints("ada.lovelace@example.com", "ada.lovelace@example.com"))
        .hasSize(1);
    assertThat(PasswordRules.complaints("adalovelace!", "ada.lovelace@example.com")).hasSize(1);
  }

  @Test
  void lengthIsSaidByItself() {
    assertThat(PasswordRules.complaints("short"))
        .extracting(Complaint::reason)
        .containsExactly(Complaint.Reason.LENGTH);
  }
}
