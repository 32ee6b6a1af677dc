package io.rickyard.worker.runtime;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.worker.stack.StackAdoption;
import io.rickyard.worker.stack.StackRuntime;
import jakarta.inject.Named;
import jakarta.inject.Singleton;

/** Puts the runtimes together. */
@Factory
@Requires(property = "rickyard.installation.data-directory")
final class RuntimeBeans {

  @Primary
  @Singleton
  @Bean(typed = StackRuntime.class)
  ChosenRuntime runtime(
      @Named("process") StackRuntime process,
      @Named("docker") StackRuntime docker,
      @Named(StackAdoption.RUNTIME) StackRuntime adopted,
      @Value("${rickyard.runtime.kind:process}") String kind) {
    return RuntimeChoice.named(kind).among(process, docker, adopted);
  }
}
