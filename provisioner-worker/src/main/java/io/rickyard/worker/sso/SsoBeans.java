package io.rickyard.worker.sso;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.rickyard.worker.stack.StackLedger;
import jakarta.inject.Singleton;

/** What projects' auth services are asked with. */
@Factory
@Requires(bean = StackLedger.class)
final class SsoBeans {

  @Singleton
  @Bean(preDestroy = "close")
  AuthAdministration authAdministration() {
    return new AuthAdministration();
  }
}
