package io.rickyard.gateway.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.service.InvalidSetting;
import java.net.InetAddress;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallerAddressTest {

  private static final List<String> PROXIES = List.of("10.0.0.0/8", "192.0.2.7", "fd00::/8");

  @ParameterizedTest(name = "{0} with ''{1}'' is {2}")
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      textBlock =
          """
          # who connects | X-Forwarded-For                       | whose request it is
          203.0.113.9    | -                                     | 203.0.113.9
          203.0.113.9    | 198.51.100.1                          | 203.0.113.9
          192.0.2.8      | 198.51.100.1                          | 192.0.2.8
          192.0.2.7      | 198.51.100.1                          | 198.51.100.1
          10.1.2.3       | 198.51.100.1                          | 198.51.100.1
          10.1.2.3       | 6.6.6.6, 198.51.100.1                 | 198.51.100.1
          10.1.2.3       | 6.6.6.6, 198.51.100.1, 10.9.9.9       | 198.51.100.1
          10.1.2.3       | 10.6.6.6, 198.51.100.1                | 198.51.100.1
          10.1.2.3       | 10.7.7.7, 10.9.9.9                    | 10.7.7.7
          10.1.2.3       | -                                     | 10.1.2.3
          10.1.2.3       | 198.51.100.1, unknown                 | 10.1.2.3
          10.1.2.3       | 198.51.100.1, localhost               | 10.1.2.3
          10.1.2.3       | 198.51.100.1, unknown, 10.9.9.9       | 10.9.9.9
          10.1.2.3       | 198.51.100.1:4711                     | 198.51.100.1
          fd00::1        | 2001:db8::5                           | 2001:db8:0:0:0:0:0:5
          fd00::1        | [2001:db8::5]:4711                    | 2001:db8:0:0:0:0:0:5
          2001:db8::1    | 198.51.100.1                          | 2001:db8:0:0:0:0:0:1
          127.0.0.1      | 198.51.100.1                          | 127.0.0.1
          """)
  void onlyNamedProxiesAreBelieved(String peer, String forwarded, String caller) {
    // when
    var found = of("X-Forwarded-For").of(InetAddress.ofLiteral(peer), lines(forwarded));

    // then
    assertThat(found.getHostAddress()).isEqualTo(caller);
  }

  @ParameterizedTest(name = "''{0}'' is {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          for=198.51.100.1                                | 198.51.100.1
          For="198.51.100.1:80";proto=https;by=10.1.2.3   | 198.51.100.1
          for=6.6.6.6, proto=https;for="[2001:db8::5]:1"  | 2001:db8:0:0:0:0:0:5
          for=198.51.100.1, for=_hidden                   | 10.1.2.3
          for=198.51.100.1, for=unknown, for=10.9.9.9     | 10.9.9.9
          proto=https                                     | 10.1.2.3
          """)
  void forwardedIsReadWhereItIsChosen(String forwarded, String caller) {
    // when
    var found = of("Forwarded").of(InetAddress.ofLiteral("10.1.2.3"), List.of(forwarded));

    // then
    assertThat(found.getHostAddress()).isEqualTo(caller);
  }

  @Test
  void headerInSeveralLinesIsOneList() {
    // when
    var found =
        of("X-Forwarded-For")
            .of(InetAddress.ofLiteral("10.1.2.3"), List.of("6.6.6.6", "198.51.100.1, 10.9.9.9"));

    // then
    assertThat(found.getHostAddress()).isEqualTo("198.51.100.1");
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.0.0.0/33", "proxy.example", "fd00::/129", "10.0.0.0/", "300.1.1.1"})
  void whatIsNoNetworkStopsTheStart(String proxy) {
    assertThatThrownBy(() -> new CallerAddress(List.of(proxy), "X-Forwarded-For"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.gateway.trusted-proxies");
  }

  @Test
  void headerThatIsNotUnderstoodStopsTheStart() {
    assertThatThrownBy(() -> new CallerAddress(PROXIES, "X-Real-IP"))
        .isInstanceOf(InvalidSetting.class)
        .hasMessageContaining("rickyard.gateway.forwarded-header");
  }

  private static CallerAddress of(String header) {
    return new CallerAddress(PROXIES, header);
  }

  private static List<String> lines(String header) {
    return header == null ? List.of() : List.of(header);
  }
}
