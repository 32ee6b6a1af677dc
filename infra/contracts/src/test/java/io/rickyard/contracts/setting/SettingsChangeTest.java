package io.rickyard.contracts.setting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class SettingsChangeTest {

  @ParameterizedTest
  @EnumSource(SettingSection.class)
  void everySectionHasItsList(SettingSection section) {
    assertThat(SettingList.of(section).all())
        .allSatisfy(setting -> {
          var preset = setting.preset();
          if (preset != null) {
            assertThat(setting.canonical(preset)).isEqualTo(preset);
          }
        });
  }

  @ParameterizedTest
  @CsvSource({
    "max_connections, 100, 100",
    "max_connections, 100.0, 100",
    "work_mem, 8MB, 8MB",
    "work_mem, 8192, 8192kB",
    "work_mem, 0.5 GB, 0.5GB",
    "statement_timeout, 90, 90ms",
    "checkpoint_timeout, 5min, 5min",
    "hot_standby_feedback, true, true",
    "session_replication_role, replica, replica",
    "wal_sender_timeout, 500000us, 500000us"
  })
  void aValueHasOneForm(String name, String given, String form) {
    assertThat(postgres(Map.of(name, given)).set()).containsExactly(Map.entry(name, form));
  }

  @ParameterizedTest
  @CsvSource({
    "max_connections, 9, max_connections lies between 10 and 262143",
    "max_connections, many, max_connections is a number",
    "max_connections, 1e9, max_connections is a number",
    "max_connections, 10.5, max_connections is a whole number",
    "work_mem, 1kB, work_mem lies between 65536 and 2199023254528 bytes",
    "work_mem, 8mb, 'work_mem is a number with one of the units [B, kB, MB, GB, TB]'",
    "checkpoint_timeout, 1s, checkpoint_timeout lies between 30000 and 86400000 milliseconds",
    "hot_standby_feedback, on, 'hot_standby_feedback is one of [true, false]'",
    "session_replication_role, none, 'session_replication_role is one of [origin, replica, local]'",
    "log_connections, true, log_connections cannot be changed here: what the server logs is the installation's",
    "archive_command, true, 'archive_command' is no setting of postgres",
    "listen_addresses, *, 'listen_addresses' is no setting of postgres"
  })
  void whatIsNoValueIsRefused(String name, String given, String complaint) {
    assertThatThrownBy(() -> postgres(Map.of(name, given)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(complaint);
  }

  @Test
  void whatIsNotNamedStays() {
    // given
    var change =
        new SettingsChange(
            SettingSection.POSTGRES,
            Map.of("work_mem", "8MB"),
            Set.of("max_connections"),
            Set.of());

    // when
    var after = change.after(Map.of("max_connections", "90", "shared_buffers", "32MB"), Map.of());

    // then
    assertThat(after).isEqualTo(Map.of("work_mem", "8MB", "shared_buffers", "32MB"));
  }

  @Test
  void aChangeNamesSomethingAndNothingTwice() {
    assertThatThrownBy(() -> postgres(Map.of())).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() ->
            new SettingsChange(
                SettingSection.POSTGRES, Map.of("work_mem", "8MB"), Set.of("work_mem"), Set.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("A setting is set or unset, not both");
    assertThatThrownBy(() ->
            new SettingsChange(SettingSection.POSTGRES, Map.of(), Set.of(), Set.of("work_mem")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("work_mem is no secret and travels open");
  }

  private static SettingsChange postgres(Map<String, String> set) {
    return new SettingsChange(SettingSection.POSTGRES, set, Set.of(), Set.of());
  }
}
