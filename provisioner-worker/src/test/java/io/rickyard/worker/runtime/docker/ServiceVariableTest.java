package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.setting.Setting;
import io.rickyard.contracts.setting.SettingList;
import io.rickyard.contracts.setting.SettingSection;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ServiceVariableTest {

  @ParameterizedTest
  @EnumSource(names = {"AUTH", "POSTGREST", "STORAGE", "REALTIME"})
  void everySettingThatCanBeChangedHasAVariableOfItsOwn(SettingSection section) {
    // when
    var names =
        SettingList.of(section).all().stream()
            .filter(setting -> setting.refused() == null)
            .map(Setting::name)
            .filter(name -> section != SettingSection.AUTH || !AuthVariables.isSpecial(name))
            .map(name -> ServiceVariable.of(section, name, "1").name())
            .toList();

    // then
    assertThat(names)
        .isNotEmpty()
        .doesNotHaveDuplicates()
        .allMatch(name -> name.matches("[A-Z][A-Z0-9_]+"));
  }

  @Test
  void whereTheApiHasSecondsOrHoursGoTrueIsToldADuration() {
    assertThat(ServiceVariable.of(SettingSection.AUTH, "sessions_timebox", "1.5"))
        .isEqualTo(new ServiceVariable("GOTRUE_SESSIONS_TIMEBOX", "1.5h"));
    assertThat(ServiceVariable.of(SettingSection.AUTH, "smtp_max_frequency", "60"))
        .isEqualTo(new ServiceVariable("GOTRUE_SMTP_MAX_FREQUENCY", "60s"));
    assertThat(ServiceVariable.of(SettingSection.AUTH, "jwt_exp", "60"))
        .isEqualTo(new ServiceVariable("GOTRUE_JWT_EXP", "60"));
    assertThat(ServiceVariable.of(SettingSection.POSTGREST, "db_schema", "public"))
        .isEqualTo(new ServiceVariable("PGRST_DB_SCHEMAS", "public"));
  }
}
