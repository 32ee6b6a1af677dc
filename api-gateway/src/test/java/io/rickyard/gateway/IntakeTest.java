package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.service.InvalidSetting;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

  private static final String PROBE =
      "{\"type\":\"platform.probe\",\"organization\":\"" + OrgDouble.ACME + "\"}";

  @Test
  void nothingNewIsTakenInWhileTheDiskIsNearlyFull(@TempDir Path data) {
    try (var installation =
        with(
            Map.of(
                "rickyard.installation.data-directory",
                data.toString(),
                "rickyard.gateway.disk.least-free-mib",
                Integer.MAX_VALUE))) {
      // when
      var work = ada(installation).post("/v1/tasks", PROBE);
      var hook = new Caller(installation.url()).post("/hooks/v1/h1", "{}");
      var read = ada(installation).get("/v1/projects");

      // then
      assertThat(work.status()).isEqualTo(507);
      assertThat(work.code()).isEqualTo("storage_full");
      assertThat(hook.status()).isEqualTo(507);
      assertThat(read.status()).isEqualTo(200);
      assertThat(installation.published().published()).isEmpty();
    }
  }

  @Test
  void tooManyRequestsWithOneTokenAreToldToWait() {
    try (var installation = with(Map.of("rickyard.gateway.rates.token", 5))) {
      // when
      var answers =
          IntStream.range(0, 30).mapToObj(_ -> ada(installation).get("/v1/profile")).toList();

      // then
      assertThat(answers.getFirst().status()).isEqualTo(200);
      var refused =
          answers.stream().filter(answer -> answer.status() == 429).findFirst().orElseThrow();
      assertThat(refused.code()).isEqualTo("rate_limited");
      assertThat(refused.header("Retry-After")).isEqualTo("1");
    }
  }

  @Test
  void guessingPasswordsIsSlow() {
    try (var installation = with(Map.of("rickyard.gateway.rates.sign-in", 1))) {
      // when
      var answers =
          IntStream.range(0, 10)
              .mapToObj(_ ->
                  new Caller(installation.url())
                      .post("/v1/session", "{\"email\":\"a@b\",\"password\":\"guess\"}"))
              .toList();

      // then
      assertThat(answers.getFirst().status()).isEqualTo(401);
      assertThat(answers.getLast().status()).isEqualTo(429);
    }
  }

  @Test
  void wrongSettingEndsTheStartAndIsNamed() {
    assertThatThrownBy(() -> with(Map.of("rickyard.gateway.public-url", "ftp://example.org")))
        .hasRootCauseInstanceOf(InvalidSetting.class)
        .rootCause()
        .hasMessageContaining("rickyard.gateway.public-url");
  }

  private static Installation with(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(more);
    settings.put("test.kafka", "recording");
    settings.put("rickyard.kafka.bootstrap-servers", "127.0.0.1:1");
    return new Installation(settings);
  }

  private static Caller ada(Installation installation) {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
