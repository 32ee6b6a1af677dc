package io.rickyard.org.hook;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AllowListTest {

  @ParameterizedTest
  @CsvSource({
    "main, refs/heads/main, true",
    "main, refs/tags/main, false",
    "main, refs/heads/mainline, false",
    "main, refs/pull/1/head, false",
    "release/*, refs/heads/release/1.2, true",
    "refs/tags/v*, refs/tags/v1, true",
    "refs/tags/v*, refs/heads/v1, false"
  })
  void refsAreFullOrBranches(String entry, String ref, boolean allowed) {
    // given
    var allow = new AllowList(List.of(), List.of(entry), List.of());

    // when
    var refused = allow.refuse(new DeliveryFacts("push", "acme/shop", ref, null));

    // then
    assertThat(refused.isEmpty()).isEqualTo(allowed);
  }

  @Test
  void emptyListsAllowEverything() {
    assertThat(AllowList.EVERYTHING.refuse(DeliveryFacts.NONE)).isEmpty();
  }

  @Test
  void whatIsListedMustBeSaid() {
    // given
    var allow = new AllowList(List.of("acme/shop"), List.of(), List.of());

    // when
    var refused = allow.refuse(DeliveryFacts.NONE);

    // then
    assertThat(refused).contains("repository_not_allowed");
  }

  @Test
  void everyListMustAllow() {
    // given
    var allow = new AllowList(List.of("acme/*"), List.of("main"), List.of("push"));

    // when
    var refused =
        allow.refuse(new DeliveryFacts("deployment", "acme/shop", "refs/heads/main", null));

    // then
    assertThat(refused).contains("event_not_allowed");
  }
}
