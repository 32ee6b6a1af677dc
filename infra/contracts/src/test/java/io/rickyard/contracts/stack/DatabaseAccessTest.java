package io.rickyard.contracts.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.json.ContractJson;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAccessTest {

  private static final DatabaseAccess SOME =
      new DatabaseAccess(List.of("203.0.113.0/24", "10.1.2.3/32"), List.of("2001:DB8::/32"), true);

  @ParameterizedTest
  @CsvSource({
    "203.0.113.9, true",
    "203.0.114.9, false",
    "10.1.2.3, true",
    "10.1.2.4, false",
    "2001:db8:1::1, true",
    "::1, false",
    "::ffff:10.1.2.3, true"
  })
  void networksDecideWhoIsLetIn(String address, boolean allowed) {
    assertThat(SOME.allows(InetAddress.ofLiteral(address))).isEqualTo(allowed);
    assertThat(DatabaseAccess.OPEN.allows(InetAddress.ofLiteral(address))).isTrue();
  }

  @Test
  void withoutNetworksNobodyIsLetIn() {
    var none = new DatabaseAccess(List.of(), List.of(), false);
    assertThat(none.allows(InetAddress.ofLiteral("127.0.0.1"))).isFalse();
    assertThat(none.restricted()).isTrue();
    assertThat(DatabaseAccess.OPEN.restricted()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "10.0.0.0",
        "10.0.0/8",
        "10.0.0.0/33",
        "256.0.0.0/8",
        "::/0",
        "example.com/8",
        "10.0.0.0/-1",
        "10.0.0.0/8,1.2.3.4/32",
        ""
      })
  void whatIsNoNetworkOfTheFourthVersionIsRefused(String network) {
    assertThatThrownBy(() -> new DatabaseAccess(List.of(network), List.of(), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"10.0.0.0/8", "2001:db8::", "::/129", "fe80::1%eth0/64", "::ffff:1.2.3.4/128"})
  void whatIsNoNetworkOfTheSixthVersionIsRefused(String network) {
    assertThatThrownBy(() -> new DatabaseAccess(List.of(), List.of(network), false))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void settingsSayTheSame() {
    assertThat(DatabaseAccess.of(SOME.settings())).isEqualTo(SOME);
    assertThat(DatabaseAccess.of(Map.of())).isEqualTo(DatabaseAccess.OPEN);
    var none = new DatabaseAccess(List.of(), List.of(), false);
    assertThat(DatabaseAccess.of(none.settings())).isEqualTo(none);
  }

  @Test
  void anEntranceThatSaysNothingOfItIsOpen() throws Exception {
    var entrance =
        ContractJson.mapper().readValue("{\"status\": \"ACTIVE_HEALTHY\"}", DatabaseEntrance.class);
    assertThat(entrance.access()).isEqualTo(DatabaseAccess.OPEN);
  }
}
