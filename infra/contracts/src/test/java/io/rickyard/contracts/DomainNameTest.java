package io.rickyard.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {

  @Test
  void nameIsReadAsPeopleWriteIt() {
    assertThat(DomainName.parse(" API.Customer.Example ").value())
        .isEqualTo("api.customer.example");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a.b", "xn--bcher-kva.example", "1and1.example", "a-b.c-d.example"})
  void hostNameIsTaken(String name) {
    assertThat(new DomainName(name).value()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost",
        "api.example.",
        ".example",
        "a..example",
        "-a.example",
        "a-.example",
        "_dmarc.example",
        "*.example",
        "API.example",
        "b\u00fccher.example",
        "https://api.example",
        "api.example:443",
        "api.example/x",
        "127.0.0.1",
        "a b.example"
      })
  void whatIsNoHostNameIsRefused(String name) {
    assertThatThrownBy(() -> new DomainName(name)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void labelAndNameHaveTheirLengths() {
    assertThat(new DomainName("a".repeat(63) + ".example").value()).hasSize(71);
    assertThatThrownBy(() -> new DomainName("a".repeat(64) + ".example"))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new DomainName("a.".repeat(120) + "example"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
