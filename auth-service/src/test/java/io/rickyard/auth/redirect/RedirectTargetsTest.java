package io.rickyard.auth.redirect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullAndEmptySource;
import org.junit.jupiter.params.provider.ValueSource;

class RedirectTargetsTest {

  private static final String HOME = "https://rickyard.example.com";
  private final RedirectTargets targets =
      new RedirectTargets(HOME, List.of("https://app.example.com/team", "http://localhost:3000"));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://rickyard.example.com",
        "https://rickyard.example.com/account?x=1",
        "https://RICKYARD.example.com:443/",
        "https://app.example.com/team",
        "https://app.example.com/team/welcome?next=https://evil.example",
        "http://localhost:3000/callback"
      })
  void allowedPageIsKept(String asked) {
    assertThat(targets.orHome(asked)).hasToString(asked);
  }

  @ParameterizedTest
  @NullAndEmptySource
  @ValueSource(
      strings = {
        "https://evil.example",
        "//evil.example",
        "/relative",
        "https://rickyard.example.com.evil.example",
        "https://rickyard.example.com@evil.example",
        "https://user:pass@rickyard.example.com",
        "https://evil.example/https://rickyard.example.com",
        "https://rickyard.example.com\\@evil.example",
        "https://evil.example\\.rickyard.example.com",
        "https://rickyard.example.com:444",
        "http://rickyard.example.com",
        "https://app.example.com",
        "https://app.example.com/teams",
        "https://app.example.com/team/../admin",
        "https://app.example.com/team/%2e%2e/admin",
        "https://app.example.com/team%2f..%2fadmin",
        "http://localhost:3001",
        "http://localhost",
        "javascript:alert(1)",
        "data:text/html,x",
        "https://rickyard.example.com\r\nSet-Cookie: a=b",
        "https:rickyard.example.com",
        "https:///evil.example",
        "ht tp://x"
      })
  void everythingElseLeadsHome(String asked) {
    assertThat(targets.orHome(asked)).hasToString(HOME);
  }

  @Test
  void fragmentIsLeftOut() {
    assertThat(targets.orHome("https://rickyard.example.com/a#access_token=stolen"))
        .hasToString("https://rickyard.example.com/a");
  }

  @ParameterizedTest
  @ValueSource(strings = {"example.com", "ftp://example.com", "https://", "*"})
  void settingThatIsNoPageIsRefused(String setting) {
    assertThatThrownBy(() -> new RedirectTargets(HOME, List.of(setting)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
