package io.rickyard.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScopeTest {

  private static final OrganizationId ACME = new OrganizationId("acmeacmeacmeacmeacme");
  private static final OrganizationId OTHER = new OrganizationId("otherotherotherother");
  private static final ProjectRef SHOP = new ProjectRef("shopshopshopshopshop");
  private static final ProjectRef TRAP = new ProjectRef("traptraptraptraptrap");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "*.*",
        "project.*",
        "*.read",
        "task.create",
        "*.read@organization:acmeacmeacmeacmeacme",
        "project.change@project:shopshopshopshopshop"
      })
  void scopeIsWrittenAsItIsRead(String text) {
    assertThat(Scope.parse(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "project",
        "project.",
        "projects.read",
        "project.reads",
        "PROJECT.READ",
        "project.read@acmeacmeacmeacmeacme",
        "project.read@organization:acme",
        "project.read@organization:acmeacmeacmeacmeacme@project:shopshopshopshopshop",
        "*.read ",
        "member.delete",
        "invitation.create",
        "owner.*"
      })
  void whatAllowsNothingIsNoScope(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Scope.parse(text));
    assertThat(Scope.readable(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "project.read,PROJECT_READ,true",
    "project.read,PROJECT_CHANGE,false",
    "project.*,PROJECT_CHANGE,true",
    "*.read,TASK_READ,true",
    "*.read,TASK_CREATE,false",
    "*.read@organization:acmeacmeacmeacmeacme,PROJECT_READ,true",
    "*.read@organization:otherotherotherother,PROJECT_READ,false",
    "*.*@project:shopshopshopshopshop,PROJECT_DELETE,true",
    "*.*@project:traptraptraptraptrap,PROJECT_READ,false"
  })
  void scopeAllowsWhatItNamesWhereItNamesIt(String text, Permission permission, boolean allowed) {
    assertThat(Scope.parse(text).allows(permission, ACME, SHOP)).isEqualTo(allowed);
  }

  @Test
  void scopeOfAProjectSaysNothingOfItsOrganization() {
    // given
    var scopes = List.of(Scope.parse("*.*@project:shopshopshopshopshop"));

    // then
    assertThat(Scope.allowed(scopes, Permission.PROJECT_READ, ACME, SHOP)).isTrue();
    assertThat(Scope.allowed(scopes, Permission.PROJECT_READ, ACME, null)).isFalse();
    assertThat(Scope.allowed(scopes, Permission.PROJECT_READ, OTHER, TRAP)).isFalse();
    assertThat(Scope.allowed(List.of(), Permission.PROJECT_READ, ACME, SHOP)).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Permission.class)
  void everythingIsNoMoreThanATokenCanHave(Permission permission) {
    assertThat(Scope.parse("*.*").allows(permission, ACME, SHOP))
        .isEqualTo(permission.application());
  }
}
