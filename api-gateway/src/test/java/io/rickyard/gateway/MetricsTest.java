package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricsTest {

  private static final Map<String, Object> KAFKA =
      Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1");

  @Test
  void administratorsReadTheNumbers() {
    // given
    try (var installation = new Installation(KAFKA)) {
      installation.auth.administrates(AuthDouble.ADA);

      // when
      var answer = ada(installation).get("/v1/metrics");

      // then
      assertThat(answer.status()).as(answer.body()).isEqualTo(200);
      assertThat(answer.body()).contains("jvm_memory_used_bytes");
    }
  }

  @Test
  void nobodyElseDoes() {
    // given
    try (var installation = new Installation(KAFKA)) {

      // when
      var user = ada(installation).get("/v1/metrics");
      var stranger = new Caller(installation.url()).get("/v1/metrics");
      var endpoint = new Caller(installation.url()).get("/prometheus");

      // then
      assertThat(user.code()).isEqualTo("forbidden");
      assertThat(stranger.code()).isEqualTo("not_signed_in");
      assertThat(endpoint.body()).doesNotContain("jvm_memory");
    }
  }

  private static Caller ada(Installation installation) {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
