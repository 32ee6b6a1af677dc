package io.rickyard.worker.login;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackVault;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;

/** What roles for a while are made and removed with. */
@Factory
@Requires(bean = StackLedger.class)
final class LoginRoleBeans {

  private static final Duration PASS = Duration.ofMinutes(1);

  @Singleton
  LoginRoleTable loginRoleTable(DataSource database) {
    return new LoginRoleTable(database);
  }

  @Singleton
  LoginRoles loginRoles(LoginRoleTable table, Clock clock) {
    return new LoginRoles(table, clock, new SecureRandom());
  }

  @Context
  @Bean(preDestroy = "close")
  ExpiredLoginRoles expiredLoginRoles(
      LoginRoles roles, LoginRoleTable table, StackLedger ledger, StackVault vault, Clock clock) {
    return new ExpiredLoginRoles(roles, table, ledger, vault, clock, PASS);
  }
}
