package io.rickyard.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerSettingsTest {

  @ParameterizedTest
  @ValueSource(
      strings = {"fsync = 'on'", "full_page_writes = 'on'", "listen_addresses = '127.0.0.1'"})
  void everyServerIsDurableAndLocal(String line) {
    assertThat(ServerSettings.frugal().text()).contains(line);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fsync", "listen_addresses", "bad name", "x = 'y'\nfsync"})
  void whatKeepsAServerDurableAndLocalCannotBeChosen(String name) {
    assertThatThrownBy(() -> new ServerSettings(Map.of(name, "off")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aValueIsQuoted() {
    assertThat(ServerSettings.frugal().with("cluster_name", "it's \\").text())
        .contains("cluster_name = 'it''s \\\\'");
  }
}
