import { Exclude, Expose } from 'class-transformer';
import { Module, Resource, Tool } from 'portico';

class Person {
  @Exclude() readonly password = 'hunter2';
  @Expose({ name: 'id' }) readonly key: number;
  constructor(
    key: number,
    readonly name: string,
  ) {
    this.key = key;
  }
}

class Team {
  readonly lead = new Person(1, 'Ada');
  readonly since = new Date(0);
}

export class People {
  @Tool() one() {
    return new Person(1, 'Ada');
  }
  @Tool() within() {
    return { found: [new Person(2, 'Grace')], by: 'name' };
  }
  @Tool() team() {
    return new Team();
  }
  @Resource('people://ada') ada() {
    return { people: [new Person(1, 'Ada')] };
  }
}

@Module({ providers: [People] })
export class PeopleModule {
  static readonly file = import.meta.url;
}
