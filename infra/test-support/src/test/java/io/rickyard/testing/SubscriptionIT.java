package io.rickyard.testing;

/** On the broker that the product embeds. */
class SubscriptionIT extends SubscriptionContract {

  @Override
  SuiteBroker fresh() {
    return new Embedded(TestBroker.start());
  }

  private record Embedded(TestBroker broker) implements SuiteBroker {

    @Override
    public String bootstrapServers() {
      return broker.bootstrapServers();
    }

    @Override
    public void away() {
      broker.away();
    }

    @Override
    public void back() {
      broker.back();
    }

    @Override
    public void close() {
      broker.close();
    }
  }
}
