package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineSettingsTest {

  private static final Duration SECOND = Duration.ofSeconds(1);

  private static EngineSettings at(String address, @Nullable Path certificates) {
    return new EngineSettings(URI.create(address), certificates, SECOND, SECOND, 1, 1, SECOND);
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///run/e.sock", "tcp://127.0.0.1:2375", "ssh://a@b:22/run/e.sock"})
  void anEngineIsReachedInThreeWays(String address) {
    assertThatCode(() -> at(address, null)).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://a", "npipe:////./pipe/x", "ssh:/run/e.sock", "engine"})
  void otherAddressesAreRefused(String address) {
    assertThatThrownBy(() -> at(address, null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rickyard.runtime.docker.engine");
  }

  @Test
  void plainTcpLeavesThisMachineNever() {
    assertThatThrownBy(() -> at("tcp://10.0.0.5:2375", null))
        .hasMessageContaining("rickyard.runtime.docker.certificates");
    assertThatCode(() -> at("tcp://10.0.0.5:2376", Path.of("/certificates")))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"unix:///run/e.sock", "ssh://a@b"})
  void certificatesAreForTcp(String address) {
    assertThatThrownBy(() -> at(address, Path.of("/certificates")))
        .hasMessageContaining("rickyard.runtime.docker.certificates");
  }

  @ParameterizedTest
  @CsvSource({"ssh://a@10.0.0.5, 127.0.0.1", "tcp://10.0.0.5:2376, localhost"})
  void anEngineElsewhereDoesNotPublishOnOurLoopback(String address, String published) {
    var settings = at(address, address.startsWith("tcp") ? Path.of("/certificates") : null);
    assertThatThrownBy(() -> settings.requireReachable(published))
        .hasMessageContaining("rickyard.runtime.docker.address");
  }

  @ParameterizedTest
  @CsvSource({
    "unix:///run/e.sock, 127.0.0.1",
    "ssh://a@localhost, 127.0.0.1",
    "ssh://a@10.0.0.5, 10.0.0.5"
  })
  void whatIsPublishedIsReachedOtherwise(String address, String published) {
    assertThatCode(() -> at(address, null).requireReachable(published)).doesNotThrowAnyException();
  }
}
