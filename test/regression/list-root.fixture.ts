import { Module, Tool } from 'portico';

class Orders {
  @Tool() orders() {
    return 'orders';
  }
}

/** Comes before the root, in the file and by name. */
@Module({ providers: [Orders] })
export class AOrdersModule {}

@Module({ imports: [{ module: AOrdersModule }] })
class Between {}

@Module({ imports: [Between] })
export class RootModule {}
export default RootModule;
