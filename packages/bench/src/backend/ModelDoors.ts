/** Where the agents of tasks reach their models, and with which token. */
export class ModelDoors {
  private readonly doors = new Map<
    string,
    { gatewayUrl: string; token: string }
  >();

  set(task: string, door: { gatewayUrl: string; token: string }): void {
    this.doors.set(task, door);
  }

  get(task: string): { gatewayUrl: string; token: string } | undefined {
    return this.doors.get(task);
  }
}
