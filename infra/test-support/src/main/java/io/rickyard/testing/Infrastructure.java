package io.rickyard.testing;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives tests that ask for a {@link TestDatabase} or a {@link TestBroker} a fresh one, and closes
 * it after the test; asked for by a constructor or a {@code @BeforeAll}, it lasts as long as the
 * class. Use with {@code @ExtendWith(Infrastructure.class)}.
 */
public final class Infrastructure implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(Infrastructure.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return type == TestDatabase.class || type == TestBroker.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    Class<?> type = parameter.getParameter().getType();
    return context
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(
            type, _ -> type == TestDatabase.class ? TestDatabase.create() : TestBroker.start());
  }
}
