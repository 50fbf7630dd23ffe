import { Inject, Injectable, Module, Tool, type DynamicModule } from 'portico';

/** What each module knows under one and the same name. */
const REGION = 'REGION';

@Injectable()
export class BillingService {
  constructor(@Inject(REGION) readonly region: string) {}
}

@Injectable()
export class BillingTools {
  constructor(
    private readonly billing: BillingService,
    @Inject(REGION) private readonly region: string,
  ) {}
  @Tool() billingRegion() {
    return { own: this.region, service: this.billing.region };
  }
}

@Module({
  providers: [BillingService, BillingTools, { provide: REGION, useValue: 'billing' }],
  exports: [BillingService],
})
export class BillingModule {}

@Injectable()
export class ShippingTools {
  constructor(
    private readonly billing: BillingService,
    @Inject(REGION) private readonly region: string,
  ) {}
  @Tool() shippingRegion() {
    return { own: this.region, service: this.billing.region };
  }
}

@Module({ imports: [BillingModule], providers: [ShippingTools, { provide: REGION, useValue: 'shipping' }] })
export class ShippingModule {}

@Injectable()
export class Mailer {
  constructor(
    @Inject('MAIL_FROM') readonly from: string,
    @Inject('MAIL_RETRIES') readonly retries: number,
  ) {}
}

/** A module with options. What it says in its decorator is added to. */
@Module({ providers: [Mailer, { provide: 'MAIL_RETRIES', useValue: 3 }], exports: [Mailer] })
export class MailModule {
  static forRoot(from: string): DynamicModule {
    return {
      module: MailModule,
      providers: [{ provide: 'MAIL_FROM', useValue: from }],
      exports: ['MAIL_FROM'],
    };
  }
}

/** Passes on what it imports. */
const mail = MailModule.forRoot('office@example.org');
@Module({ imports: [mail], exports: [MailModule] })
export class OfficeModule {}

@Injectable()
export class OfficeTools {
  constructor(
    private readonly mailer: Mailer,
    @Inject('MAIL_FROM') private readonly from: string,
  ) {}
  @Tool() mail() {
    return { from: this.from, mailer: this.mailer.from, retries: this.mailer.retries };
  }
}

@Injectable()
export class NightTools {
  constructor(private readonly mailer: Mailer) {}
  @Tool() nightMail() {
    return this.mailer.from;
  }
}

/** The same module with other options is another module. */
@Module({ imports: [MailModule.forRoot('night@example.org')], providers: [NightTools] })
export class NightModule {}

@Module({ imports: [ShippingModule, BillingModule, OfficeModule, NightModule], providers: [OfficeTools] })
export class CompanyModule {
  static readonly file = import.meta.url;
}
