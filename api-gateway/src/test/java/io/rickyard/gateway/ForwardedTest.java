package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** From whom a request comes, as limits and services see it. */
class ForwardedTest {

  private static final String SIGN_IN =
      "{\"email\":\"ada@example.org\",\"password\":\"correct horse\"}";

  @Test
  void callersBehindATrustedProxyAreLimitedApart() {
    // given
    try (var installation =
        installation(Map.of("rickyard.gateway.trusted-proxies", "127.0.0.0/8"))) {

      // when
      var flooding = health(installation, "203.0.113.1", 20);
      var another = health(installation, "203.0.113.2", 1);

      // then
      assertThat(flooding).contains(429);
      assertThat(another).containsExactly(200);
    }
  }

  @Test
  void spoofedAddressOfAStrangerOpensNoNewAllowance() {
    // given
    try (var installation = installation(Map.of())) {
      health(installation, "203.0.113.1", 20);

      // when
      var another = health(installation, "203.0.113.2", 1);

      // then
      assertThat(another).containsExactly(429);
    }
  }

  @Test
  void authServiceHearsTheRealAddressOfWhoSignsIn() {
    // given
    try (var installation = installation(Map.of("rickyard.gateway.trusted-proxies", "127.0.0.1"))) {

      // when
      caller(installation, "6.6.6.6, 127.0.0.9").post("/v1/session", SIGN_IN);
      caller(installation, "6.6.6.6, 127.0.0.8")
          .post("/auth/v1/token?grant_type=password", SIGN_IN);

      // then
      assertThat(installation.auth.service().asked("POST /token"))
          .extracting(asked -> asked.headers().get("x-forwarded-for"))
          .containsExactly("127.0.0.9", "127.0.0.8");
    }
  }

  private static Installation installation(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("test.kafka", "recording");
    settings.put("rickyard.kafka.bootstrap-servers", "127.0.0.1:1");
    settings.put("rickyard.gateway.rates.address", 1);
    return new Installation(settings);
  }

  private static Set<Integer> health(Installation installation, String from, int times) {
    Set<Integer> answers = new HashSet<>();
    for (int i = 0; i < times; i++) {
      answers.add(caller(installation, from).get("/v1/health").status());
    }
    return answers;
  }

  private static Caller caller(Installation installation, String forwardedFor) {
    return new Caller(installation.url()).header("X-Forwarded-For", forwardedFor);
  }
}
